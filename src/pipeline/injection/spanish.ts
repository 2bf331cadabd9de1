import type { InjectionLanguage } from './injection-language.js';

const IGNORE =
  '(?:ignora|ignore|ignorad|ignoren|olvida|olvide|olvidad|olvídate de|olvídese de|descarta|descarte|desestima|desobedece|haz caso omiso de|haga caso omiso de|no sigas|no siga|no obedezcas|pasa por alto|anula|deja de (?:seguir|lado|obedecer)|deje de (?:seguir|lado)|deja a un lado|no respetes|rompe|viola|infringe)';
const ALL = '(?:todas? |todos? |a |de |más |las |los |tus |sus |estas |esas |cualquier ){0,4}';
const ORDERS =
  '(?:instrucci[oó]n(?:es)?|[oó]rdenes|indicaci[oó]n(?:es)?|reglas?|directrices|directivas?|normas|prompts?|comandos)';
const EARLIER =
  '(?:anteriores|anterior|previas?|previos?|precedentes|iniciales|originales|de arriba|del sistema|de antes|que (?:te|le) (?:han|hayan|dieron))';
const SHOW =
  '(?:revela(?:me)?|revele|muestra(?:me)?|muestre|muéstrame|muéstreme|enséñame|imprime|di(?:me)?|dame|deme|dígame|repite|repita|escribe|escriba|comparte|copia|lista|divulga|traduce|traduzca|lee|léeme|cita|cite|resume)';
const PROMPT =
  '(?:prompts? (?:de(?:l)? sistema|inicial|oculto|secreto|interno|original)|mensaje (?:de|del) sistema|instrucci[oó]n(?:es)? (?:de(?:l)? sistema|ocultas?|secretas?|internas?|iniciales|originales|confidenciales)|system prompt)';
const VERBATIM = '(?:palabra por palabra|textualmente|literalmente|exactamente|al pie de la letra)';
const LIMITS =
  '(?:restricci[oó]n(?:es)?|l[ií]mites?(?: éticos)?|filtros?|reglas?|censura|normas?|protecciones|moral)';

export const spanish: InjectionLanguage = {
  leadIns:
    '(?:por favor|ahora|y|luego|después|primero|entonces|debes|tienes que|quiero que|hola|asistente|puedes|podrías|simplemente|a partir de ahora|desde ahora)',
  override: [
    `${IGNORE} ${ALL}${ORDERS} (?:[\\p{L}-]{1,20} ){0,2}?${EARLIER}`,
    `${IGNORE} ${ALL}(?:anteriores|previas) ${ORDERS}`,
    `${IGNORE} (?:todas |todos |a |de |más ){0,3}(?:tus) (?:[\\p{L}-]{1,20} ){0,1}${ORDERS}`,
    `${IGNORE} (?:tu|el) prompt (?:de(?:l)? sistema|inicial)`,
    '(?:olvida|ignora) todo lo que te (?:han|hayan|dijeron|ordenaron|enseñaron)',
    `no tienes (?:que|por qué) (?:seguir|respetar|cumplir|obedecer) (?:ninguna de )?tus ${ORDERS}`,
    `considera (?:anuladas|borradas|eliminadas|canceladas) (?:todas )?(?:tus|las) ${ORDERS}`,
    `(?:(?:todas )?tus ${ORDERS}|(?:todas )?las ${ORDERS} (?:anteriores|previas)) (?:(?:quedan|están|son|han sido) (?:ya )?(?:anuladas|canceladas|nulas|suspendidas|sin efecto)|ya no (?:son válidas|valen|se aplican|aplican|cuentan|están vigentes))`,
  ],
  reveal: [
    `${SHOW} (?:me )?(?:tu|su|tus|sus|el|las) (?:[\\p{L}-]{1,20} ){0,2}?${PROMPT}(?! (?:para|de un|de mi))`,
    `${SHOW},? ${VERBATIM},? (?:tus|sus|las) (?:instrucciones|reglas|indicaciones)(?= que (?:recibiste|te)|[.!?,]| recibidas|$)`,
    `${SHOW} (?:tus|las) (?:instrucciones|reglas)(?: que recibiste| recibidas)?(?: [\\p{L}-]{1,20}){0,3},? ${VERBATIM}`,
    `(?:cuál es|cuáles son|qué dice|qué dicen) (?:tu|tus) (?:[\\p{L}-]{1,20} ){0,2}?${PROMPT}`,
    `${SHOW} todo lo que (?:aparece|está|hay|se encuentra|viene|precede)(?: escrito)? ?(?:encima|arriba|antes|por encima|a este mensaje)`,
    `${SHOW} el texto que (?:precede|viene antes|aparece antes) (?:a|de) (?:esta|este|la) (?:conversación|mensaje|charla)`,
    'qué instrucciones (?:recibiste|te dieron|te han dado|tienes ocultas)',
  ],
  jailbreak: [
    `(?:ahora )?eres (?:ahora )?(?:dan(?!\\p{L})|una? (?:ia|modelo|asistente|robot)? ?(?:[\\p{L}-]{1,20} ){0,2}?sin (?:ninguna? )?${LIMITS})`,
    '(?:actúa|responde|finge|imagina|compórtate) (?:[\\p{L}-]{1,20} ){0,6}?(?:sin (?:ninguna? |ningún )?|ninguna? )(?:restricci[oó]n(?:es)?|filtros?|censura|l[ií]mites éticos)',
    `(?:finge|actúa como|compórtate como|habla como|responde como)(?: [\\p{L}-]{1,20}){0,4}? no (?:tienes|tuvieras|tuvieses|hay|hubiera) (?:ninguna? |ningún |más )?${LIMITS}`,
    `(?:desactiva|elude|elimina|salta|quita) (?:todos |todas )?(?:tus) (?:[\\p{L}-]{1,20} ){0,1}${LIMITS}`,
    `(?:(?:haz|actúa|juega)(?: el papel)? de|finge ser|finge que eres|actúa como) (?:una? )?(?:ia|inteligencia artificial|asistente|modelo|robot)(?: que)? (?:sin|no tiene) (?:ninguna? |ningún )?${LIMITS}`,
    'modo (?:desarrollador|dan|jailbreak|dios) (?:está )?activado ?[.:!,] ?(?:ya|ahora|no|puedes)',
    `ya no tienes (?:ninguna? |ningún |más )?${LIMITS}`,
  ],
  discussion:
    'inyecci[oó]n(?:es)? de prompts?|prompt.?injections?|significa|frases?|ataques?|atacantes?|traduc\\p{L}{0,10}|traduz\\p{L}{0,10}|explica\\p{L}{0,10}|proteger|ejemplos?|detectar|bloquear|si alguien|usuarios?',
};
