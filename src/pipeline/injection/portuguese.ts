import type { InjectionLanguage } from './injection-language.js';

const IGNORE =
  '(?:ignore|ignora|ignorem|esqueça|esquece|desconsidere|desconsidera|descarte|desobedeça|não siga|não obedeça|anule|passe por cima de)';
const ALL = '(?:todas? |todos? |de |as |os |das |dos |suas |seus |tuas |teus |estas |essas |quaisquer ){0,4}';
const ORDERS =
  '(?:instruç(?:ão|ões)|ordens|orientações|regras?|diretrizes|diretivas?|normas|prompts?|comandos)';
const EARLIER =
  '(?:anteriores|anterior|prévi[ao]s?|precedentes|iniciais|originais|acima|do sistema|de antes|que (?:te|lhe) (?:deram|foram))';
const SHOW =
  '(?:revele|revela|mostre|mostra|mostre-me|mostra-me|exiba|imprima|diga|diga-me|diz|dê-me|me dê|me mostre|me diga|repita|repete|escreva|compartilhe|copie|liste|divulgue)';
const PROMPT =
  '(?:prompts? (?:de|do) sistema|prompts? (?:inicial|oculto|secreto|interno|original)|mensagem (?:de|do) sistema|instruções (?:de sistema|do sistema|ocultas|secretas|internas|iniciais|originais|confidenciais)|system prompt)';

export const portuguese: InjectionLanguage = {
  leadIns:
    '(?:por favor|agora|e|depois|primeiro|então|deve|tem que|precisa|quero que|olá|oi|assistente|pode|poderia|simplesmente|a partir de agora)',
  override: [
    `${IGNORE} ${ALL}${ORDERS} (?:[\\p{L}-]{1,20} ){0,2}?${EARLIER}`,
    `${IGNORE} ${ALL}(?:anteriores|prévias) ${ORDERS}`,
    `${IGNORE} (?:todas |todos |de |as |os )*(?:suas|seus|tuas|teus) (?:[\\p{L}-]{1,20} ){0,1}${ORDERS}`,
    '(?:esqueça|esquece|ignore) tudo o que (?:te|lhe|você) (?:disseram|foi dito|mandaram|ensinaram|aprendeu)',
  ],
  reveal: [
    `${SHOW} (?:me )?(?:o |a |os |as )?(?:seu|sua|seus|suas|teu|tua|o|as) (?:[\\p{L}-]{1,20} ){0,2}?${PROMPT}(?! (?:para|de um|do meu))`,
    `(?:qual é|quais são|o que diz|o que dizem) (?:o |as )?(?:seu|suas|teu|tuas) (?:[\\p{L}-]{1,20} ){0,2}?${PROMPT}`,
  ],
  jailbreak: [
    '(?:agora )?(?:você é|tu és) (?:agora )?(?:o )?(?:dan\\b|uma? (?:ia|modelo|assistente|robô)? ?sem (?:nenhuma? |qualquer )?(?:restriç(?:ão|ões)|limites|filtros?|regras|censura))',
    '(?:aja|responda|finja|imagine|comporte-se) (?:[\\p{L}-]{1,20} ){0,6}?(?:sem (?:nenhuma? |nenhum |qualquer )?|nenhuma? )(?:restriç(?:ão|ões)|filtros?|censura|limites éticos)',
    '(?:desative|contorne|elimine|burle) (?:todos |todas )?(?:os |as )?(?:seus|suas|teus|tuas) (?:[\\p{L}-]{1,20} ){0,1}(?:filtros?|restrições|limites|proteções|regras de segurança)',
  ],
  discussion:
    'injeç(?:ão|ões) de prompts?|prompt.?injections?|significa|frases?|ataques?|atacantes?|traduz\\p{L}*|tradu[cç]\\p{L}*|expli(?:ca|que)\\p{L}*|proteger|exemplos?|detectar|bloquear|se alguém|usuários?',
};
