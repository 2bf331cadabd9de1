import type { InjectionLanguage } from './injection-language.js';

const IGNORE =
  '(?:ignora|ignore|ignorad|ignoren|olvida|olvide|olvidad|olvídate de|olvídese de|descarta|descarte|desestima|desobedece|haz caso omiso de|haga caso omiso de|no sigas|no siga|no obedezcas|pasa por alto|anula)';
const ALL = '(?:todas? |todos? |a |de |las |los |tus |sus |estas |esas |cualquier ){0,4}';
const ORDERS =
  '(?:instrucci[oó]n(?:es)?|[oó]rdenes|indicaci[oó]n(?:es)?|reglas?|directrices|directivas?|normas|prompts?|comandos)';
const EARLIER =
  '(?:anteriores|anterior|previas?|previos?|precedentes|iniciales|originales|de arriba|del sistema|de antes|que (?:te|le) (?:han|hayan|dieron))';
const SHOW =
  '(?:revela(?:me)?|revele|muestra(?:me)?|muestre|muéstrame|muéstreme|enséñame|imprime|di(?:me)?|dame|deme|dígame|repite|repita|escribe|escriba|comparte|copia|lista|divulga)';
const PROMPT =
  '(?:prompts? (?:de(?:l)? sistema|inicial|oculto|secreto|interno|original)|mensaje (?:de|del) sistema|instrucci[oó]n(?:es)? (?:de(?:l)? sistema|ocultas?|secretas?|internas?|iniciales|originales|confidenciales)|system prompt)';

export const spanish: InjectionLanguage = {
  leadIns:
    '(?:por favor|ahora|y|luego|después|primero|entonces|debes|tienes que|quiero que|hola|asistente|puedes|podrías|simplemente|a partir de ahora)',
  override: [
    `${IGNORE} ${ALL}${ORDERS} (?:[\\p{L}-]{1,20} ){0,2}?${EARLIER}`,
    `${IGNORE} ${ALL}(?:anteriores|previas) ${ORDERS}`,
    `${IGNORE} (?:todas |todos |a |de )*(?:tus) (?:[\\p{L}-]{1,20} ){0,1}${ORDERS}`,
    '(?:olvida|ignora) todo lo que te (?:han|hayan|dijeron|ordenaron|enseñaron)',
  ],
  reveal: [
    `${SHOW} (?:me )?(?:tu|su|tus|sus|el|las) (?:[\\p{L}-]{1,20} ){0,2}?${PROMPT}(?! (?:para|de un|de mi))`,
    `(?:cuál es|cuáles son|qué dice|qué dicen) (?:tu|tus) (?:[\\p{L}-]{1,20} ){0,2}?${PROMPT}`,
  ],
  jailbreak: [
    '(?:ahora )?eres (?:ahora )?(?:dan\\b|una? (?:ia|modelo|asistente|robot)? ?sin (?:ninguna? )?(?:restricci[oó]n(?:es)?|l[ií]mites|filtros?|reglas|censura))',
    '(?:actúa|responde|finge|imagina|compórtate) (?:[\\p{L}-]{1,20} ){0,6}?(?:sin (?:ninguna? |ningún )?|ninguna? )(?:restricci[oó]n(?:es)?|filtros?|censura|l[ií]mites éticos)',
    '(?:desactiva|elude|elimina|salta) (?:todos |todas )?(?:tus) (?:[\\p{L}-]{1,20} ){0,1}(?:filtros?|restricciones|l[ií]mites|protecciones|reglas de seguridad)',
  ],
  discussion:
    'inyecci[oó]n(?:es)? de prompts?|prompt.?injections?|significa|frases?|ataques?|atacantes?|traduc\\p{L}*|traduz\\p{L}*|explica\\p{L}*|proteger|ejemplos?|detectar|bloquear|si alguien|usuarios?',
};
