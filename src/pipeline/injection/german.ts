import type { InjectionLanguage } from './injection-language.js';

const IGNORE =
  '(?:ignorier(?:e|en sie|t)?|missacht(?:e|en sie)|vergiss|vergessen sie|verwirf|verwerfen sie|umgehe|überschreib(?:e|en sie)|beachte nicht|befolge nicht)';
const ALL =
  '(?:bitte |sofort |jetzt |einfach )?(?:alle |alles |sämtliche |jegliche |die |deine |ihre |all deine |all ihre ){0,3}';
const EARLIER =
  '(?:vorherigen?|bisherigen?|vorigen?|früheren?|obigen?|vorangegangenen?|vorhergehenden?|ursprünglichen?|bestehenden?|vorstehenden?)';
const ORDERS =
  '(?:anweisungen|instruktionen|befehle|regeln|vorgaben|richtlinien|prompts?|systemanweisungen|weisungen)';
const SHOW =
  '(?:zeige?|zeigen sie|verrate?|verraten sie|nenne?|nennen sie|gib|geben sie|drucke?|wiederhole?|wiederholen sie|offenbare?|offenbaren sie|schreibe?|schreiben sie|sag|sagen sie|liste?|enthülle?|enthüllen sie|kopiere?)';
const PROMPT =
  '(?:system ?-?prompt|system ?-?nachricht|system ?-?anweisungen|system ?-?instruktionen|(?:versteckten|geheimen|internen|ursprünglichen|anfänglichen|vollständigen) (?:anweisungen|instruktionen|regeln|prompt|vorgaben))';

export const german: InjectionLanguage = {
  leadIns:
    '(?:bitte|jetzt|nun|und|dann|also|zuerst|einfach|sofort|stattdessen|hallo|hey|assistent|bot|ab sofort)',
  override: [
    `${IGNORE} ${ALL}${EARLIER} (?:[\\p{L}-]{1,20} ){0,2}${ORDERS}`,
    `${IGNORE} (?:bitte |sofort |jetzt )?(?:alle |sämtliche |all )?(?:deine|ihre) (?:[\\p{L}-]{1,20} ){0,2}${ORDERS}`,
    `${IGNORE} ${ALL}${ORDERS} (?:oben|von oben|von vorher|des systems|die du (?:bekommen|erhalten))`,
    '(?:vergiss|ignoriere?) alles,? was (?:dir|man dir) (?:bisher |vorher |zuvor )?(?:gesagt|aufgetragen|beigebracht|befohlen)',
  ],
  reveal: [
    `${SHOW} (?:mir |uns |bitte |mal ){0,3}(?:deinen?|ihren?|den|die) (?:[\\p{L}-]{1,20} ){0,2}?${PROMPT}(?! (?:einstellung|variable|für|von|eines))`,
    `(?:wie lautet|wie lauten|was ist|was sind|was steht in) (?:deine?m?|ihre?m?|dein|ihr) (?:[\\p{L}-]{1,20} ){0,2}?${PROMPT}`,
  ],
  jailbreak: [
    'du bist (?:jetzt|nun|ab sofort|ab jetzt) (?:dan\\b|eine? (?:ki|modell|assistent|bot)? ?ohne (?:jegliche |alle )?(?:[\\p{L}-]{1,20} ){0,1}(?:einschränkungen|beschränkungen|filter|regeln|grenzen))',
    '(?:tu|tue|stell dir vor|verhalte dich|antworte|agiere) (?:so,? )?(?:als (?:ob|hättest|wärst) )?(?:du )?(?:[\\p{L}-]{1,20} ){0,2}(?:ohne|keine) (?:jegliche |alle |deine )?(?:[\\p{L}-]{1,20} ){0,1}(?:einschränkungen|beschränkungen|filter|richtlinien|sicherheitsregeln)',
    '(?:deaktiviere?|umgehe?|schalte) (?:alle )?(?:deine|ihre) (?:[\\p{L}-]{1,20} ){0,1}(?:filter|einschränkungen|beschränkungen|sicherheitsregeln|sicherheitsrichtlinien|schutzmaßnahmen)',
  ],
  discussion:
    'prompt.?injections?|bedeutet|bedeutung|heißt|satz|sätze|angriffe?|angreifer|übersetz\\p{L}*|erklär\\p{L}*|schütz\\p{L}*|beispiele?|erkenn\\p{L}*|blockier\\p{L}*|wenn jemand|nutzer',
};
