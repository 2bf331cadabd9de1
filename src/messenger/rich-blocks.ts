import type { Token } from 'markdown-it';
import { markdownTokens } from './markdown-tokens.js';
import { type Card, cardsOf, type Choice, choicesOf } from './rich-lines.js';

/** A part of an answer. */
export type AnswerBlock =
  | { readonly kind: 'text'; readonly markdown: string }
  | { readonly kind: 'quick-replies'; readonly choices: readonly Choice[] }
  | { readonly kind: 'buttons'; readonly choices: readonly Choice[] }
  | { readonly kind: 'cards'; readonly cards: readonly Card[] };

const LINE_END = /\r\n?|\n/;

/**
 * The fences of an answer that are `quick-replies`, `buttons` or `cards`, and the lines of Markdown between them, in
 * order. Such a fence inside a list or a quotation, or with nothing readable in it, is Markdown; so is all of an answer
 * that `markdownTokens` refuses.
 */
export function answerBlocks(markdown: string): AnswerBlock[] {
  const lines = markdown.split(LINE_END);
  const blocks: AnswerBlock[] = [];
  let nextLine = 0;
  for (const token of markdownTokens(markdown) ?? []) {
    const block = richBlock(token);
    if (block === null || token.map === null) continue;
    const [first, next] = token.map;
    blocks.push(...textBlock(lines.slice(nextLine, first)), block);
    nextLine = next;
  }
  return nextLine === 0 ? [{ kind: 'text', markdown }] : [...blocks, ...textBlock(lines.slice(nextLine))];
}

function textBlock(lines: readonly string[]): AnswerBlock[] {
  const markdown = lines.join('\n');
  return markdown.trim() === '' ? [] : [{ kind: 'text', markdown }];
}

function richBlock({ type, level, info, content }: Token): AnswerBlock | null {
  if (type !== 'fence' || level > 0) return null;
  const kind = info.trim();
  if (kind === 'cards') {
    const cards = cardsOf(content);
    return cards.length > 0 ? { kind, cards } : null;
  }
  if (kind !== 'quick-replies' && kind !== 'buttons') return null;
  const choices = choicesOf(content);
  return choices.length > 0 ? { kind, choices } : null;
}
