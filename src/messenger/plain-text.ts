import type { Token } from 'markdown-it';
import { inlineText } from './inline-text.js';
import { markdownTokens } from './markdown-tokens.js';

/** First line of a block in the Markdown, and the line after its last. */
type Lines = readonly [first: number, next: number];

/** The text so far, and what the next block depends on. */
interface Sheet {
  readonly footnotes: ReadonlySet<string>;
  text: string;
  /** The line of the Markdown after the block written last. */
  nextLine: number;
  /** Marks of the list items of which nothing is written yet. */
  marks: string;
  itemLines: Lines;
  listDepth: number;
  quoteDepth: number;
  row: { readonly cells: string[]; readonly lines: Lines } | null;
}

const FOOTNOTE_LABEL = /^ {0,3}\[\^([^[\]\s]+)\]:/gm;
const EMPTY_LINES = /\n[^\S\n]*(?:\n[^\S\n]*){2,}/g;
const EMPTY_FIRST_LINES = /^(?:[^\S\n]*\n)+/;
const BOX = /^\[([ x])\]\s/i;

/** After a `>` that compares rather than quotes: `>18`, `> €5`. */
const QUANTITY = /^[=\d\p{Sc}]/u;

const NOWHERE: Lines = [0, 0];

const writers: Readonly<Record<string, (sheet: Sheet, token: Token) => void>> = {
  bullet_list_open: (sheet) => sheet.listDepth++,
  bullet_list_close: (sheet) => sheet.listDepth--,
  ordered_list_open: (sheet) => sheet.listDepth++,
  ordered_list_close: (sheet) => sheet.listDepth--,
  list_item_open: openItem,
  list_item_close: (sheet) => write(sheet, '', sheet.itemLines),
  blockquote_open: (sheet) => sheet.quoteDepth++,
  blockquote_close: (sheet) => sheet.quoteDepth--,
  tr_open: (sheet, { map }) => (sheet.row = { cells: [], lines: map ?? NOWHERE }),
  tr_close: closeRow,
  // The line of dashes.
  thead_close: (sheet) => sheet.nextLine++,
  inline: writeInline,
  code_block: (sheet, { content, map }) => write(sheet, content, map ?? NOWHERE),
  fence: writeFence,
};

/**
 * Markdown for Facebook Messenger, which shows markup as it is: the same words on the same lines, without the markup.
 * What only looks like it (`snake_case`, `2*3*4`, `#tag`) and code in fences stay as written; other text has at most
 * one empty line in a row and no white space at its ends. What `markdownTokens` refuses comes back trimmed.
 */
export function plainText(markdown: string): string {
  const tokens = markdownTokens(markdown);
  if (tokens === null) return markdown.trim();
  const sheet = newSheet(footnoteLabels(markdown));
  for (const token of tokens) writers[token.type]?.(sheet, token);
  return sheet.text.replace(EMPTY_FIRST_LINES, '').trimEnd();
}

function footnoteLabels(markdown: string): ReadonlySet<string> {
  return new Set([...markdown.matchAll(FOOTNOTE_LABEL)].map(([, label = '']) => label));
}

function newSheet(footnotes: ReadonlySet<string>): Sheet {
  return {
    footnotes,
    text: '',
    nextLine: 0,
    marks: '',
    itemLines: NOWHERE,
    listDepth: 0,
    quoteDepth: 0,
    row: null,
  };
}

/** Blocks keep the distance that they have in the Markdown, as one line end or two. */
function write(sheet: Sheet, block: string, [first, next]: Lines): void {
  const text = (sheet.marks + block).trimEnd();
  if (text.trim() === '') return;
  const distance = first > sheet.nextLine ? '\n\n' : '\n';
  sheet.text += sheet.text === '' ? text : distance + text;
  sheet.nextLine = next;
  sheet.marks = '';
}

/** A `*` becomes a `-`; a `+` stays, for it may well be a plus. */
function openItem(sheet: Sheet, { info, markup, map }: Token): void {
  const indent = sheet.marks === '' ? '  '.repeat(sheet.listDepth - 1) : '';
  sheet.marks += `${indent}${info}${markup === '*' ? '-' : markup} `;
  const [first] = map ?? NOWHERE;
  sheet.itemLines = [first, first + 1];
}

function writeInline(sheet: Sheet, { children, map }: Token): void {
  const text = inlineText(children ?? [], sheet.footnotes)
    .replace(EMPTY_LINES, '\n\n')
    .trim();
  if (sheet.row) sheet.row.cells.push(text.replaceAll('\n', ' '));
  else if (sheet.marks !== '') write(sheet, text.replace(BOX, boxed), map ?? NOWHERE);
  else write(sheet, sheet.quoteDepth > 0 ? quoted(text) : text, map ?? NOWHERE);
}

function boxed(_mark: string, state: string): string {
  return state === ' ' ? '☐ ' : '☑ ';
}

function quoted(text: string): string {
  if (!QUANTITY.test(text)) return text;
  return text.replace(/^/gm, text.startsWith('=') ? '>' : '> ');
}

/** Cells in one line, not each with the name of its column: names may be long and rows many. */
function closeRow(sheet: Sheet): void {
  const { cells, lines } = sheet.row ?? { cells: [], lines: NOWHERE };
  const filled = cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1);
  write(sheet, filled.join(' | ').trim(), lines);
  sheet.row = null;
}

/** The name of a language is left out, but not a line of code in its place. */
function writeFence(sheet: Sheet, { content, info, map }: Token): void {
  const [first, next] = map ?? NOWHERE;
  write(sheet, content.trim() === '' ? info.trim() : content, [first + 1, next - 1]);
}
