import type { InjectionLanguage } from './injection-language.js';

const IGNORE =
  '(?:ignorier(?:e|en sie|t)?|missachte?t?|missachten sie|vergiss|vergesst|vergessen sie|verwirf|verwerfen sie|umgehe|überschreib(?:e|en sie)|beachte nicht|befolge nicht|brich|übergehen? ?(?:sie)?|umgehen sie|streiche|lösche)';
const ALL =
  '(?:bitte |sofort |jetzt |einfach )?(?:alle |alles |sämtliche |jegliche |die |deine |ihre |eure |all deine |all ihre ){0,3}';
const EARLIER =
  '(?:vorherigen?|bisherigen?|vorigen?|früheren?|obigen?|vorangegangenen?|vorhergehenden?|ursprünglichen?|bestehenden?|vorstehenden?)';
const ORDERS =
  '(?:anweisungen|instruktionen|befehle|regeln|vorgaben|richtlinien|vorschriften|prompts?|systemanweisungen|system-?prompt|weisungen|programmierung)';
/** Orders that are the model's own: "deine", or what came before. */
const OWN = `(?:(?:all |alle )?(?:deine|eure)n? (?:[\\p{L}-]{1,20} ){0,2}|(?:alle |sämtliche |die |den ){0,2}${EARLIER} (?:[\\p{L}-]{1,20} ){0,1})${ORDERS}`;
const SHOW =
  '(?:zeige?|zeigen sie|verrate?|verraten sie|nenne?|nennen sie|gib|geben sie|drucke?|wiederhole?|wiederholen sie|offenbare?|offenbaren sie|schreibe?|schreiben sie|sag|sagen sie|liste?|enthülle?|enthüllen sie|kopiere?|übersetze?|übersetzen sie|lies|lesen sie|zitiere?|zitieren sie|fasse?)';
const PROMPT =
  '(?:system ?-?prompt|system ?-?nachricht|system ?-?anweisungen|system ?-?instruktionen|(?:versteckten|geheimen|internen|ursprünglichen|anfänglichen|vollständigen) (?:anweisungen|instruktionen|regeln|prompt|vorgaben))';
const LIMITS =
  '(?:einschränkungen|beschränkungen|\\p{L}{0,20}filter|regeln|grenzen|richtlinien|sicherheitsregeln|vorgaben|moral)';

export const german: InjectionLanguage = {
  leadIns:
    '(?:bitte|jetzt|nun|und|dann|also|zuerst|einfach|sofort|stattdessen|hallo|hey|assistent|bot|ab sofort|ab jetzt|von nun an)',
  override: [
    `${IGNORE} ${ALL}${EARLIER} (?:[\\p{L}-]{1,20} ){0,2}${ORDERS}`,
    `${IGNORE} (?:bitte |sofort |jetzt )?(?:alle |sämtliche |all )?(?:deinen?|ihren?|eure) (?:[\\p{L}-]{1,20} ){0,2}${ORDERS}`,
    `${IGNORE} ${ALL}${ORDERS},? die (?:du|man dir|dir)`,
    `${IGNORE} ${ALL}${ORDERS} (?:oben|von oben|von vorher|des systems|die du (?:bekommen|erhalten))`,
    `${IGNORE} (?:den|die) system-?(?:prompt|anweisungen)`,
    `(?:halte? dich|halt dich) (?:ab jetzt |ab sofort )?nicht (?:mehr |länger )?an ${OWN}`,
    `setze? dich (?:jetzt |einfach )?über ${OWN} hinweg`,
    `(?:wirf|werfen sie) ${OWN} über bord`,
    `du (?:musst|brauchst) dich (?:[\\p{L}-]{1,20} ){0,3}?nicht (?:mehr )?an ${OWN} (?:zu )?halten`,
    `betrachte?n? (?:sie )?${OWN} als (?:gelöscht|aufgehoben|ungültig|nichtig)`,
    `alles,? was (?:man dir|dir) (?:bisher |vorher )?(?:gesagt|beigebracht|befohlen|aufgetragen) (?:hat|wurde),? gilt nicht mehr`,
    `lass(?:e|en sie)? ${OWN} (?:außer acht|beiseite|links liegen|fallen)`,
    `(?:befolge|befolgst du|folge|folgst du|gehorche|beachte|beachtest du) ${OWN} nicht (?:mehr|länger)`,
    `hör(?:e|en sie)? auf,? ${OWN} zu (?:befolgen|beachten)`,
    `${OWN} (?:sind|gelten|wurden|werden) (?:hiermit |ab jetzt |ab sofort |jetzt |nun )?(?:aufgehoben|ungültig|nichtig|außer kraft|nicht mehr|nicht länger|gestrichen|gelöscht|ausgesetzt)`,
    '(?:vergiss|ignoriere?) alles,? was (?:dir|man dir) (?:bisher |vorher |zuvor )?(?:gesagt|aufgetragen|beigebracht|befohlen)',
  ],
  reveal: [
    `${SHOW} (?:mir |uns |bitte |mal ){0,3}(?:deinen?|ihren?|den|die) (?:[\\p{L}-]{1,20} ){0,2}?${PROMPT}(?! (?:einstellung|variable|für|von|eines))`,
    `${SHOW} (?:mir |uns |bitte |mal ){0,3}deine (?:[\\p{L}-]{1,20} ){0,1}?(?:anweisungen|vorgaben|regeln)(?: [\\p{L}-]{1,20}){0,2}[ ,]{1,2}(?:wort für wort|wörtlich|wortwörtlich|im wortlaut)`,
    `(?:wie lautet|wie lauten|was ist|was sind|was steht in) (?:deine?[mn]?|ihre?[mn]?|dein|ihr) (?:[\\p{L}-]{1,20} ){0,2}?${PROMPT}`,
    '(?:wie lauten|was sind) deine (?:[\\p{L}-]{1,20} ){0,1}(?:anweisungen|instruktionen)(?! für| zu| zum)',
    'was (?:steht|stand) in deine[mnr] (?:anweisungen|vorgaben|instruktionen|prompt)',
    '(?:welche|was für) (?:anweisungen|instruktionen|vorgaben|regeln) (?:hast du|wurden dir|hat man dir) (?:[\\p{L}-]{1,20} ){0,3}?(?:bekommen|erhalten|gegeben|erteilt|mitgegeben)',
    `${SHOW} (?:mir |uns )?den text,? der (?:vor|über) (?:dieser|unserer) (?:unterhaltung|nachricht|konversation)`,
    `${SHOW} (?:mir |bitte )?alles,? was (?:über|vor|oberhalb) (?:von )?(?:dieser|meiner) (?:nachricht|eingabe|zeile)`,
  ],
  jailbreak: [
    `(?:du bist (?:jetzt|nun|ab sofort|ab jetzt)|(?:ab sofort|ab jetzt|von nun an|jetzt) bist du) (?:dan(?!\\p{L})|eine? (?:[\\p{L}-]{1,20} ){0,2}?ohne (?:jegliche |alle )?(?:[\\p{L}-]{1,20} ){0,1}${LIMITS})`,
    `(?:spiele?|sei|simuliere|mime|du bist) (?:jetzt )?(?:eine? )?(?:[\\p{L}-]{1,20} ){0,2}?(?:ki|chatbot|bot|assistent|assistenten|modell)(?:, (?:die|der|das))? (?:ohne|keine) (?:jegliche )?(?:[\\p{L}-]{1,20} ){0,1}${LIMITS}`,
    'du bist (?:jetzt |ab sofort )?im (?:dan|jailbreak|gott|entwickler)-?modus',
    'bist du dan(?= (?:und|der)|[.!,])',
    `(?:tu|tue|stell dir vor|verhalte dich|antworte|agiere) (?:so,? )?(?:als (?:ob|hättest|wärst) )?(?:du )?(?:[\\p{L}-]{1,20} ){0,2}(?:ohne|keine) (?:jegliche |alle |deine )?(?:[\\p{L}-]{1,20} ){0,1}(?:einschränkungen|beschränkungen|filter|richtlinien|sicherheitsregeln)`,
    `(?:tu|tue|verhalte dich|benimm dich|antworte|sprich|rede|handle)(?: so)?,? als (?:[\\p{L}-]{1,20} ){0,4}?keine ${LIMITS}`,
    `(?:deaktiviere?|umgehe?|schalte?|entferne?) (?:alle )?(?:deine|ihre) (?:[\\p{L}-]{1,20} ){0,1}(?:${LIMITS}|schutzmaßnahmen|sicherheitsrichtlinien)`,
    `(?:der )?(?:entwickler|dan|jailbreak|gott)-?modus (?:ist )?(?:jetzt )?(?:aktiviert|aktiv|an)[.:!,]{1,2} (?:du|keine|alle)`,
    `du hast (?:jetzt |ab jetzt |nun )?keine ${LIMITS} mehr`,
  ],
  discussion:
    'prompt.?injections?|bedeutet|bedeutung|heißt|satz|sätze|angriffe?|angriff|angreifer|übersetz\\p{L}{0,10}|erklär\\p{L}{0,10}|schütz\\p{L}{0,10}|beispiele?|erkenn\\p{L}{0,10}|blockier\\p{L}{0,10}|wenn jemand|nutzer',
};
