import type { InjectionLanguage } from './injection-language.js';

const IGNORE =
  '(?:ignore[zr]?|oublie[zr]?|néglige[zr]?|ne (?:suis|suivez|respecte|respectez) (?:pas|plus)|(?:fais|faites) abstraction de|ne tiens? (?:pas|plus) compte d(?:e|es)|ne tenez (?:pas|plus) compte d(?:e|es)|contourne[zr]?|annule[zr]?|laisse[zr]? tomber|arrête[zr]? de (?:suivre|respecter)|cesse[zr]? de (?:suivre|respecter)|désobéi(?:s|ssez) à|(?:mets|mettez) de côté|enfrei(?:ns|gnez)|viole[zr]?)';
const ALL = "(?:toutes |tous |tout |l'ensemble |de |des |les |ces |tes |vos |aux ){0,4}";
const ORDERS = '(?:instructions?|consignes?|directives?|règles?|ordres?|prompts?|commandes?)';
const EARLIER =
  "(?:précédente?s?|antérieure?s?|préalables?|ci-dessus|d'avant|initiales?|d'origine|du système|système|reçues?|(?:que|qui) (?:tu as|vous avez|t'ont|vous ont|on t'a|on vous a))";
const SHOW =
  '(?:révèle[zr]?|montre[zr]?|affiche[zr]?|donne[zr]?|dis|dites|répète[zr]?|imprime[zr]?|divulgue[zr]?|écris|écrivez|partage[zr]?|copie[zr]?|recopie[zr]?|liste[zr]?|tradui(?:s|sez)|lis|lisez|cite[zr]?|résume[zr]?)';
const PROMPT =
  "(?:prompts? (?:du |de )?(?:système|initial|caché|secret|interne)|prompts? system|(?:invite|message) (?:du )?système|instructions? (?:du |de |d')?(?:système|origine|secrètes?|cachées?|internes?|initiales?|confidentielles?)|consignes? (?:du |de )?(?:système|secrètes?|cachées?|internes?|initiales?))";
const VERBATIM = '(?:mot pour mot|mot à mot|textuellement|exactement|littéralement)';
const LIMITS = '(?:restrictions?|filtres?|censure|limites?|règles?|contraintes?|morale)';

export const french: InjectionLanguage = {
  leadIns:
    "(?:maintenant|et|puis|ensuite|d'abord|merci de|veuillez|il faut|tu dois|vous devez|s'il te plaît|s'il vous plaît|stp|svp|bonjour|salut|assistant|peux-tu|pouvez-vous|désormais|à partir de maintenant|je veux que tu)",
  override: [
    `${IGNORE} ${ALL}${ORDERS} (?:[\\p{L}-]{1,20} ){0,2}?${EARLIER}`,
    `${IGNORE} ${ALL}(?:précédentes|anciennes|premières) ${ORDERS}`,
    `${IGNORE} (?:toutes |tous |de toutes |de )?(?:tes|vos) (?:[\\p{L}-]{1,20} ){0,1}${ORDERS}`,
    `${IGNORE} (?:ton|votre|le) prompt (?:système|initial)`,
    "oublie[zr]? tout ce (?:qu'on|que l'on|qui) (?:t'a|vous a|t'a été|vous a été) (?:dit|ordonné|appris|donné|demandé)",
    `tu n'as (?:pas|plus) (?:à|besoin de) (?:suivre|respecter) (?:tes|aucune de tes) ${ORDERS}`,
    `considère[zr]? (?:que )?(?:toutes )?(?:tes|vos) ${ORDERS} (?:sont |comme )(?:supprimées|annulées|nulles|effacées|caduques)`,
    `(?:(?:toutes )?(?:tes|vos) ${ORDERS}|(?:toutes )?les ${ORDERS} (?:précédentes|antérieures|ci-dessus)) (?:sont (?:désormais |maintenant )?(?:annulée?s|caduques|nulles|suspendues|levées)|ne (?:s'appliquent|valent|comptent|sont) plus)`,
  ],
  reveal: [
    `${SHOW}(?:-moi|-nous)? (?:ton|votre|tes|vos|le|les|l')(?: )?(?:[\\p{L}-]{1,20} ){0,2}?${PROMPT}(?! (?:pour|d'un|de mon))`,
    `${SHOW}(?:-moi|-nous)?,? ${VERBATIM},? (?:tes|vos|les) (?:instructions|consignes|directives)(?= (?:que|reçues|qui)|[.!?,]|$)`,
    `${SHOW}(?:-moi|-nous)? (?:tes|vos|les) (?:instructions|consignes|directives)(?: (?:que tu as reçues|reçues|initiales))?(?: [\\p{L}-]{1,20}){0,3},? ${VERBATIM}`,
    `(?:quel est|quelles sont|quels sont|que dit|que disent|c'est quoi) (?:le contenu de |le texte de )?(?:ton|votre|tes|vos) (?:[\\p{L}-]{1,20} ){0,2}?${PROMPT}`,
    `${SHOW}(?:-moi)? tout ce qui (?:se trouve|est|figure|précède|vient avant)(?: écrit)? ?(?:au-dessus|avant|plus haut|ci-dessus|ce message)`,
    `${SHOW}(?:-moi)? le texte qui (?:précède|vient avant) (?:cette|notre|ce) (?:conversation|discussion|message)`,
    "quelles (?:instructions|consignes) (?:as-tu|avez-vous|t'a-t-on|vous a-t-on) (?:[\\p{L}-]{1,20} ){0,2}?(?:reçues?|données?)",
  ],
  jailbreak: [
    `(?:tu es|vous êtes) (?:maintenant |désormais )?(?:dan(?!\\p{L})|une? (?:ia|modèle|assistant|robot) ?(?:[\\p{L}-]{1,20} ){0,2}?sans (?:aucune? )?${LIMITS})`,
    "(?:agis|réponds|fais comme si|comporte-toi|imagine) (?:[\\p{L}'-]{1,20} ){0,6}?(?:sans (?:aucune? )?|aucune? )(?:restrictions?|filtres?|censure|limites éthiques|règles de sécurité)",
    `(?:joue[zr]?|(?:fais )?comme si tu étais|fais semblant d'être|sois|incarne[zr]?|simule[zr]?|tu es) (?:le rôle d')?une? (?:ia|intelligence artificielle|assistant|modèle|robot)(?: qui)? (?:n'a (?:pas de|aucune?)|sans) ${LIMITS}`,
    `(?:fais semblant|fais comme si|comporte-toi comme|agis comme|parle comme|réponds comme) (?:[\\p{L}'-]{1,20} ){0,5}?(?:aucune?|pas de) ${LIMITS}`,
    `(?:désactive[zr]?|contourne[zr]?|supprime[zr]?|enlève[zr]?) (?:tous |toutes )?(?:tes|vos) (?:[\\p{L}-]{1,20} ){0,1}(?:${LIMITS}|protections?|garde-fous)`,
    `mode (?:développeur|dan|jailbreak|dieu) (?:est )?activé ?[.:!,] ?(?:tu|plus|sans)`,
    `tu n'as (?:maintenant )?plus (?:aucune?|de) ${LIMITS}`,
  ],
  discussion:
    "injections? de prompts?|prompt.?injections?|signifie|veut dire|phrases?|attaques?|attaquants?|tradui\\p{L}{0,10}|explique\\p{L}{0,10}|protéger|exemples?|détecter|bloquer|si quelqu'un|utilisateurs?",
};
