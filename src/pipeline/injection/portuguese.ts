import type { InjectionLanguage } from './injection-language.js';

const IGNORE =
  '(?:ignore|ignora|ignorem|esqueça|esquece|desconsidere|desconsidera|descarte|desobedeça|não (?:siga|obedeça)(?: mais)?(?: a)?|anule|passe por cima de|deixe de (?:seguir|lado|obedecer)|pare de (?:seguir|obedecer)|não respeite|quebre|viole)';
const ALL = '(?:todas? |todos? |de |as |os |das |dos |suas |seus |tuas |teus |estas |essas |quaisquer ){0,4}';
const ORDERS =
  '(?:instruç(?:ão|ões)|ordens|orientações|regras?|diretrizes|diretivas?|normas|prompts?|comandos)';
const EARLIER =
  '(?:anteriores|anterior|prévi[ao]s?|precedentes|iniciais|originais|acima|do sistema|de antes|que (?:te|lhe) (?:deram|foram))';
const SHOW =
  '(?:revele|revela|mostre|mostra|mostre-me|mostra-me|exiba|imprima|diga|diga-me|diz|dê-me|me dê|me mostre|me diga|repita|repete|escreva|compartilhe|copie|liste|divulgue|traduza|leia|cite|resuma)';
const PROMPT =
  '(?:prompts? (?:de|do) sistema|prompts? (?:inicial|oculto|secreto|interno|original)|mensagem (?:de|do) sistema|instruções (?:de sistema|do sistema|ocultas|secretas|internas|iniciais|originais|confidenciais)|system prompt)';
const VERBATIM = '(?:palavra por palavra|textualmente|literalmente|exatamente|ao pé da letra)';
const LIMITS = '(?:restriç(?:ão|ões)|limites(?: éticos)?|filtros?|regras?|censura|normas?|proteções|moral)';

export const portuguese: InjectionLanguage = {
  leadIns:
    '(?:por favor|agora|e|depois|primeiro|então|deve|tem que|precisa|quero que|olá|oi|assistente|pode|poderia|simplesmente|a partir de agora)',
  override: [
    `${IGNORE} ${ALL}${ORDERS} (?:[\\p{L}-]{1,20} ){0,2}?${EARLIER}`,
    `${IGNORE} ${ALL}(?:anteriores|prévias) ${ORDERS}`,
    `${IGNORE} (?:todas |todos |de |as |os ){0,4}(?:suas|seus|tuas|teus) (?:[\\p{L}-]{1,20} ){0,1}${ORDERS}`,
    `não (?:precisa|tem que) (?:seguir|respeitar|cumprir|obedecer)(?: a)? (?:nenhuma d)?(?:as )?(?:suas|tuas) ${ORDERS}`,
    `considere (?:anuladas|apagadas|eliminadas|canceladas) (?:todas )?(?:as )?(?:suas|tuas) ${ORDERS}`,
    `deixe (?:todas )?(?:as )?(?:suas|tuas) ${ORDERS} de lado`,
    `${IGNORE} (?:o )?(?:seu |teu )?prompt (?:de|do) sistema`,
    '(?:esqueça|esquece|ignore) tudo o que (?:te|lhe|você) (?:disseram|foi dito|mandaram|ensinaram|aprendeu)',
    `(?:(?:todas )?(?:as )?(?:suas|tuas) ${ORDERS}|(?:todas )?as ${ORDERS} (?:anteriores|prévias|acima)) (?:(?:estão|são|foram|ficam) (?:agora )?(?:canceladas|anuladas|nulas|suspensas|sem efeito)|(?:já )?não (?:valem|se aplicam|são válidas|contam) ?(?:mais)?)`,
  ],
  reveal: [
    `${SHOW} (?:me |para mim )?(?:o |a |os |as )?(?:(?:seu|sua|seus|suas|teu|tua|o|as) )?(?:[\\p{L}-]{1,20} ){0,2}?${PROMPT}(?! (?:para (?:um|uma|o meu|a minha|meu|minha)|de um|do meu))`,
    `${SHOW},? ${VERBATIM},? (?:as )?(?:suas |tuas )?(?:instruções|regras|orientações)(?= que (?:você|te|lhe)|[.!?,]| recebidas|$)`,
    `${SHOW} (?:as )?(?:suas|tuas) (?:instruções|regras)(?: [\\p{L}-]{1,20}){0,3},? ${VERBATIM}`,
    `(?:qual é|quais são|o que diz|o que dizem) (?:o |as )?(?:seu|suas|teu|tuas) (?:[\\p{L}-]{1,20} ){0,2}?${PROMPT}`,
    `${SHOW} tudo o que (?:aparece|está|há|se encontra|vem|precede)(?: escrito)? ?(?:acima|antes|em cima|por cima|esta mensagem)`,
    `${SHOW} o texto que (?:precede|vem antes|aparece antes) (?:a|de|d)(?:esta|este|nossa)? ?(?:conversa|mensagem)`,
    '(?:que|quais) instruções (?:você recebeu|te deram|lhe deram|recebeste)',
  ],
  jailbreak: [
    `(?:agora )?(?:você é|tu és) (?:agora )?(?:o )?(?:dan(?!\\p{L})|uma? (?:ia|modelo|assistente|robô)? ?(?:[\\p{L}-]{1,20} ){0,2}?sem (?:nenhuma? |qualquer )?${LIMITS})`,
    '(?:aja|responda|finja|imagine|comporte-se) (?:[\\p{L}-]{1,20} ){0,6}?(?:sem (?:nenhuma? |nenhum |qualquer )?|nenhuma? )(?:restriç(?:ão|ões)|filtros?|censura|limites éticos)',
    `(?:finja|aja como|comporte-se como|fale como|responda como)(?: [\\p{L}-]{1,20}){0,4}? não (?:tem|tivesse|há|houvesse) (?:nenhuma? |nenhum |mais )?${LIMITS}`,
    `(?:desative|contorne|elimine|burle|desligue) (?:todos |todas )?(?:os |as )?(?:seus|suas|teus|tuas) (?:[\\p{L}-]{1,20} ){0,1}${LIMITS}`,
    `(?:(?:faça|aja|atue)(?: o papel)? de|finja ser|finja que é|aja como) (?:uma? )?(?:ia|inteligência artificial|assistente|modelo|robô)(?: que)? (?:sem|não tem) (?:nenhuma? |nenhum )?${LIMITS}`,
    'modo (?:desenvolvedor|dan|jailbreak|deus) (?:está )?ativado ?[.:!,] ?(?:você|agora|não|já|pode)',
    `(?:você )?não tem mais (?:nenhuma? |nenhum )?${LIMITS}`,
  ],
  discussion:
    'injeç(?:ão|ões) de prompts?|prompt.?injections?|significa|frases?|ataques?|atacantes?|traduz\\p{L}{0,10}|tradu[cç]\\p{L}{0,10}|expli(?:ca|que)\\p{L}{0,10}|proteger|exemplos?|detectar|bloquear|se alguém|usuários?',
};
