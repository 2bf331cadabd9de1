import { groupsOf } from './groups.js';
import { addressLine, buttonOf, isButton, quickReplyOf } from './message-buttons.js';
import { cardAddresses, cardElements } from './message-cards.js';
import { messageParts, truncated } from './message-parts.js';
import { LIMITS, type MessagePayload, NO_TEXT, type Template } from './message-payload.js';
import { plainText } from './plain-text.js';
import { answerBlocks } from './rich-blocks.js';
import type { Card, Choice } from './rich-lines.js';
import { shortened } from './short-text.js';

/** What becomes of an answer that one message does not hold: more messages, or the beginning of it. */
export type LongReply = 'split' | 'truncate';

/** A URL that may well go on behind the text. */
const OPEN_URL = /https?:\/\/[!-~\p{L}\p{M}\p{N}]*$/iu;

/** The answer so far. */
interface Draft {
  readonly messages: MessagePayload[];
  /** For the last message, wherever they stand: Meta shows them nowhere else. */
  readonly quickReplies: Choice[];
  /** Text that is in no message yet. */
  text: string;
}

/**
 * An answer in Markdown as the messages to send, in order; none for a blank one. Fences of `quick-replies`, `buttons`
 * and `cards` become Meta's own, as many messages as its limits need; the rest is text. An answer of markup only is
 * sent as it is.
 */
export function answerMessages(markdown: string, longReply: LongReply): MessagePayload[] {
  const draft: Draft = { messages: [], quickReplies: [], text: '' };
  const asLong = longReply === 'split' ? (text: string): string => text : truncated;
  for (const block of answerBlocks(markdown)) {
    if (block.kind === 'text') say(draft, [asLong(plainText(block.markdown))], '\n\n');
    else if (block.kind === 'quick-replies') addQuickReplies(draft, block.choices);
    else if (block.kind === 'buttons') addButtons(draft, block.choices);
    else addCards(draft, block.cards);
  }
  if (draft.messages.length === 0 && draft.text === '')
    draft.text = titlesOf(draft.quickReplies) || asLong(markdown.trim());
  sendText(draft);
  return withQuickReplies(draft);
}

function say(draft: Draft, texts: readonly string[], separator: string): void {
  draft.text = [draft.text, ...texts].filter((text) => text !== '').join(separator);
}

/** Those that are too many can be read at least. */
function addQuickReplies(draft: Draft, choices: readonly Choice[]): void {
  const free = LIMITS.quickReplies - draft.quickReplies.length;
  draft.quickReplies.push(...choices.slice(0, free));
  say(
    draft,
    choices.slice(free).map(({ title }) => `- ${title}`),
    '\n',
  );
}

/** Under the end of the text in front of them. */
function addButtons(draft: Draft, choices: readonly Choice[]): void {
  const addresses = choices.filter((choice) => !isButton(choice)).map(addressLine);
  say(draft, addresses, '\n');
  const groups = groupsOf(choices.filter(isButton).map(buttonOf), LIMITS.buttons);
  if (groups.length === 0) return;
  const end = templateText(draft.text);
  draft.text = draft.text.slice(0, draft.text.length - end.length).trimEnd();
  sendText(draft);
  let text = end || shortened(titlesOf(choices), LIMITS.templateTextUnits);
  for (const buttons of groups) {
    draft.messages.push(templateMessage({ template_type: 'button', text, buttons }));
    text = NO_TEXT;
  }
}

/** The end of the text, as much as a template holds; nothing where that is the end of a URL. */
function templateText(text: string): string {
  const end = messageParts(text, LIMITS.templateTextUnits).at(-1) ?? '';
  const before = text.slice(0, text.length - end.length).slice(-LIMITS.textUnits);
  return OPEN_URL.test(before) ? '' : end;
}

function addCards(draft: Draft, cards: readonly Card[]): void {
  say(draft, cards.flatMap(cardAddresses), '\n');
  sendText(draft);
  const templates = groupsOf(cards.flatMap(cardElements), LIMITS.cards).map((elements) =>
    templateMessage({ template_type: 'generic', elements }),
  );
  draft.messages.push(...templates);
}

function sendText(draft: Draft): void {
  draft.messages.push(...messageParts(draft.text).map((text) => ({ text })));
  draft.text = '';
}

function withQuickReplies({ messages, quickReplies }: Draft): MessagePayload[] {
  const last = messages.at(-1);
  if (last === undefined || quickReplies.length === 0) return messages;
  return messages.with(-1, { ...last, quick_replies: quickReplies.map(quickReplyOf) });
}

const titlesOf = (choices: readonly Choice[]): string => choices.map(({ title }) => title).join(' / ');

const templateMessage = (payload: Template): MessagePayload => ({
  attachment: { type: 'template', payload },
});
