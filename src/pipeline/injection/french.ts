import type { InjectionLanguage } from './injection-language.js';

const IGNORE =
  '(?:ignore[zr]?|oublie[zr]?|néglige[zr]?|ne (?:suis|suivez|respecte|respectez) (?:pas|plus)|fais abstraction de|faites abstraction de|ne tiens? (?:pas|plus) compte de|ne tenez (?:pas|plus) compte de|contourne[zr]?|annule[zr]?)';
const ALL = "(?:toutes |tous |tout |l'ensemble |de |des |les |ces |tes |vos |aux ){0,4}";
const ORDERS = '(?:instructions?|consignes?|directives?|règles?|ordres?|prompts?|commandes?)';
const EARLIER =
  "(?:précédente?s?|antérieure?s?|préalables?|ci-dessus|d'avant|initiales?|d'origine|du système|système|reçues?|(?:que|qui) (?:tu as|vous avez|t'ont|vous ont|on t'a|on vous a))";
const SHOW =
  '(?:révèle[zr]?|montre[zr]?|affiche[zr]?|donne[zr]?|dis|dites|répète[zr]?|imprime[zr]?|divulgue[zr]?|écris|écrivez|partage[zr]?|copie[zr]?|recopie[zr]?|liste[zr]?)';
const PROMPT =
  '(?:prompts? (?:du |de )?(?:système|système|système|initial|caché|secret|interne)|prompts? system|(?:invite|message) (?:du )?système|instructions? (?:du |de )?(?:système|secrètes?|cachées?|internes?|initiales?|confidentielles?)|consignes? (?:du |de )?(?:système|secrètes?|cachées?|internes?|initiales?))';

export const french: InjectionLanguage = {
  leadIns:
    "(?:maintenant|et|puis|ensuite|d'abord|merci de|veuillez|il faut|tu dois|vous devez|s'il te plaît|s'il vous plaît|stp|svp|bonjour|salut|assistant|peux-tu|pouvez-vous|désormais|je veux que tu)",
  override: [
    `${IGNORE} ${ALL}${ORDERS} (?:[\\p{L}-]{1,20} ){0,2}?${EARLIER}`,
    `${IGNORE} ${ALL}(?:précédentes|anciennes|premières) ${ORDERS}`,
    `${IGNORE} (?:toutes |tous |de toutes |de )?(?:tes|vos) (?:[\\p{L}-]{1,20} ){0,1}${ORDERS}`,
    "oublie[zr]? tout ce (?:qu'on|que l'on|qui) (?:t'a|vous a|t'a été|vous a été) (?:dit|ordonné|appris|donné|demandé)",
  ],
  reveal: [
    `${SHOW}(?:-moi|-nous)? (?:ton|votre|tes|vos|le|les|l')(?: )?(?:[\\p{L}-]{1,20} ){0,2}?${PROMPT}(?! (?:pour|d'un|de mon))`,
    `(?:quel est|quelles sont|quels sont|que dit|que disent|c'est quoi) (?:ton|votre|tes|vos) (?:[\\p{L}-]{1,20} ){0,2}?${PROMPT}`,
  ],
  jailbreak: [
    '(?:tu es|vous êtes) (?:maintenant|désormais) (?:dan\\b|une? (?:ia|modèle|assistant|robot)? ?sans (?:aucune? )?(?:restrictions?|limites?|filtres?|règles?|censure))',
    "(?:agis|réponds|fais comme si|comporte-toi|imagine) (?:[\\p{L}'-]{1,20} ){0,6}?(?:sans (?:aucune? )?|aucune? )(?:restrictions?|filtres?|censure|limites éthiques|règles de sécurité)",
    '(?:désactive[zr]?|contourne[zr]?|supprime[zr]?) (?:tous |toutes )?(?:tes|vos) (?:[\\p{L}-]{1,20} ){0,1}(?:filtres?|restrictions?|limites?|protections?|garde-fous|règles de sécurité)',
  ],
  discussion:
    "injections? de prompts?|prompt.?injections?|signifie|veut dire|phrases?|attaques?|attaquants?|tradui\\p{L}*|explique\\p{L}*|protéger|exemples?|détecter|bloquer|si quelqu'un|utilisateurs?",
};
