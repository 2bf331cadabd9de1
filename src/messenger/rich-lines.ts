import { isBlank } from '../conversation/clean-text.js';
import { NO_TEXT } from './message-payload.js';

/** Something to tap, and what that does: an address to open, or a word for the agent. */
export interface Choice {
  readonly title: string;
  /** The title where nothing else was given. */
  readonly target: string;
}

/** What an agent wrote of a card, in order. */
export interface Card {
  readonly title: string;
  readonly texts: readonly string[];
  /** Titled by their description, which may be empty. */
  readonly images: readonly Choice[];
  /** Where a tap on the card leads; without titles. */
  readonly links: readonly Choice[];
  readonly choices: readonly Choice[];
}

type Draft = { readonly [Key in keyof Card]: Card[Key] extends string ? string : Card[Key][number][] };

const CHOICE = /^(?:[-*](?=\s|$))?([^|]*)(?:\|(.*))?$/s;
const ITEM = /^[-*](?:\s|$)/;
const TITLE = /^#{1,6}(?:\s(.*))?$/s;
const IMAGE_OR_LINK = /^(!?)\[([^\]]*)\]\(\s*(\S+?)\s*\)$/;

/** One of each line: `title` or `title | target`, also as an item of a list. Lines without either are left out. */
export function choicesOf(content: string): Choice[] {
  return content.split('\n').flatMap(choiceOf);
}

/** Each from its `# Title` on; lines in front of the first are a card too, titled by its first text. */
export function cardsOf(content: string): Card[] {
  const cards: Draft[] = [];
  for (const line of content.split('\n').map((text) => text.trim())) {
    const title = TITLE.exec(line);
    if (title !== null) cards.push(newCard(title[1] ?? ''));
    else if (!isBlank(line)) addLine(cardOf(cards), line);
  }
  return cards.flatMap(titled);
}

function choiceOf(line: string): Choice[] {
  const [, before = '', after = ''] = CHOICE.exec(line.trim()) ?? [];
  const [title, target] = [before, after].map((text) => text.trim()).filter((text) => !isBlank(text));
  return title === undefined ? [] : [{ title, target: target ?? title }];
}

const newCard = (title: string): Draft => ({
  title: title.trim(),
  texts: [],
  images: [],
  links: [],
  choices: [],
});

/** The card that is being written. */
function cardOf(cards: Draft[]): Draft {
  const card = cards.at(-1) ?? newCard('');
  if (cards.length === 0) cards.push(card);
  return card;
}

/** A link that says something is a button. */
function addLine(card: Draft, line: string): void {
  const [, sign, said = '', target] = IMAGE_OR_LINK.exec(line) ?? [];
  if (target !== undefined) {
    const title = said.trim();
    const untitled = isBlank(title) ? card.links : card.choices;
    (sign === '!' ? card.images : untitled).push({ title, target });
  } else if (ITEM.test(line)) card.choices.push(...choiceOf(line));
  else card.texts.push(line);
}

/** One without any title is called by the first thing that it says; one that says nothing is left out. */
function titled(card: Draft): Card[] {
  if (!isBlank(card.title)) return [card];
  const [title, ...texts] = card.texts;
  if (title !== undefined) return [{ ...card, title, texts }];
  return [card.images, card.links, card.choices].some(({ length }) => length > 0)
    ? [{ ...card, title: NO_TEXT }]
    : [];
}
