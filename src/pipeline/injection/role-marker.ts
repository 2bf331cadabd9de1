import { foldLetters } from './fold.js';

const ROLE = '(?:system|developer|assistant)';
const ORDER =
  "(?:you (?:are|must|will|should|can)|ignore|disregard|forget|from now on|new instructions|override|the user is|reveal|enable|disable|do not|(?:sure|ok|okay|certainly|of course|i will),? (?:[\\p{L}']{1,20} ){0,4}?(?:ignore|disregard|forget|my rules|password|system prompt))";

/** Roles and the orders behind them in the other languages; `System: Windows 11` is a sentence in all of them. */
const FOREIGN_ROLE =
  '(?:system|systemnachricht|systemanweisung|système|message système|sistema|mensaje del sistema|mensagem do sistema|sistem|sistem mesajı|النظام|رسالة النظام|سسٹم|سسٹم پیغام)';
const FOREIGN_ORDER = [
  'du (?:musst|sollst|bist|darfst|wirst)|ignorier|vergiss|ab (?:jetzt|sofort) (?:bist|musst|darfst)',
  'tu (?:dois|es|peux)|vous devez|ignore|oublie|désormais,? tu',
  '(?:ahora )?(?:debes|eres|tienes que)|ignora|olvida|a partir de ahora,? (?:debes|eres)',
  '(?:agora )?(?:você|tu) (?:deve|é|és|precisa)|esqueça|a partir de agora,? você',
  '(?:artık|bundan sonra|sen) (?:sen|her|tüm|bütün|hiçbir|artık)|talimatları',
  'اب (?:آپ|تم)|(?:آپ|تم) (?:اب|کو ہر)|ہدایات',
  'يجب عليك|عليك|أنت الآن|تجاهل|من الآن',
].join('|');

/** Marks of chat templates that begin a line: only who forges a dialogue writes them there. */
const TEMPLATE_MARKS = [
  `<\\|im_start\\|> ?${ROLE}\\b`,
  `<\\|(?:start_header_id|header_start)\\|> ?${ROLE} ?<\\|`,
  `<\\|${ROLE}\\|>`,
  '(?:<s> ?)?\\[inst\\]',
  '<<sys>>',
  '\\[/inst\\]',
  '<start_of_turn> ?(?:system|model)\\b',
];

/** Role names that begin a line count only with an order behind them. */
const NAMED_ROLES = [
  `#{1,6} ?${ROLE} ?(?:message|prompt|instructions?|override)? ?:? ?\\n? ?${ORDER}`,
  `[*_]{0,2}[[(]?${ROLE} ?(?:message|prompt|note|instructions?|override|notice)?[\\])]?[*_]{0,2} ?[:>\\]] ?[*_]{0,2} ?\\n?${ORDER}`,
  `[*_]{0,2}[[(]?${FOREIGN_ROLE}(?:[\\])][:>]?|[*_]{0,2} ?[:>])[*_]{0,2} ?\\n?(?:${FOREIGN_ORDER})`,
  `</?(?:system|developer|assistant|user)(?:[_-]?(?:message|prompt|instructions?))?> ?\\n?${ORDER}`,
  '(?:-{3,6}|={3,6}) ?(?:end|begin|start|new) (?:of )?(?:the )?(?:system |user )?(?:prompt|instructions?|message|input)',
  '(?:ai|llm|language model|chatbot)(?: (?:assistants?|agents?|models?))? ?: ?(?:please )?(?:forward (?:all|every|the)|approve|do not (?:tell|mention|inform))',
];

/** What begins the turn of a role; exported for the test of its cost. */
export const MARKER = new RegExp(
  foldLetters(
    `(?:^|\\n|<\\|im_end\\|> ?|</user> ?|</s> ?)(?:${[...TEMPLATE_MARKS, ...NAMED_ROLES].join('|')})`,
  ),
  'u',
);

/** Talk about prompts and templates shows such lines for good reasons. */
const ABOUT_PROMPTS =
  /\b(?:my|our|this|following|an?|example|sample|good) (?:system )?prompts?\b|chatml|chat template|fine-?tun|dataset|tokeni[sz]er|what (?:does|is|are)|how (?:do|does|to)|improve|review|proofread|template/u;

/** True where a folded message forges a turn of the system or the assistant. */
export function hasRoleMarker(folded: string): boolean {
  return MARKER.test(folded) && !ABOUT_PROMPTS.test(folded);
}
