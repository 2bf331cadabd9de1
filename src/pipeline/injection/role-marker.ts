const ROLE = '(?:system|developer|assistant)';
const ORDER =
  '(?:you (?:are|must|will|should|can)|ignore|disregard|forget|from now on|new instructions|override|the user is|reveal|enable|disable|do not)';

/** Marks of chat templates that begin a line: only who forges a dialogue writes them there. */
const TEMPLATE_MARKS = [
  `<\\|im_start\\|> ?${ROLE}\\b`,
  `<\\|(?:start_header_id|header_start)\\|> ?${ROLE} ?<\\|`,
  `<\\|${ROLE}\\|>`,
  '(?:<s> ?)?\\[inst\\] ?<<sys>>',
  '<<sys>>',
  '\\[/inst\\]',
  '<start_of_turn> ?(?:system|model)\\b',
];

/** Role names that begin a line count only with an order behind them: `System: Windows 11` is a sentence. */
const NAMED_ROLES = [
  `#{1,6} ?${ROLE} ?(?:message|prompt|instructions?|override)? ?:? ?\\n? ?${ORDER}`,
  `[*_]{0,2}[[(]?${ROLE} ?(?:message|prompt|note|instructions?|override|notice)?[\\])]?[*_]{0,2} ?[:>\\]] ?[*_]{0,2} ?\\n?${ORDER}`,
  `</?(?:system|developer|assistant|user)(?:[_-]?(?:message|prompt|instructions?))?> ?\\n?${ORDER}`,
  '(?:-{3,}|={3,}) ?(?:end|begin|start|new) (?:of )?(?:the )?(?:system |user )?(?:prompt|instructions?|message|input)',
];

const MARKER = new RegExp(
  `(?:^|\\n|<\\|im_end\\|> ?|</user> ?)(?:${[...TEMPLATE_MARKS, ...NAMED_ROLES].join('|')})`,
  'u',
);

/** Talk about prompts and templates shows such lines for good reasons. */
const ABOUT_PROMPTS =
  /\b(?:my|our|this|following|an?|example|sample|good) (?:system )?prompts?\b|chatml|chat template|fine-?tun|dataset|tokeni[sz]er|what (?:does|is|are)|how (?:do|does|to)|improve|review|proofread|template/u;

/** True where a folded message forges a turn of the system or the assistant. */
export function hasRoleMarker(folded: string): boolean {
  return MARKER.test(folded) && !ABOUT_PROMPTS.test(folded);
}
