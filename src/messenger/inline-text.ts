import type { Token } from 'markdown-it';

/** An emphasis or link: where in the tokens it begins and ends. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Before and after the stars of `2*3*4`, `w*h*d`. Chinese and Thai, which emphasise inside words, have no case. */
const FACTOR_END = /[\p{Lu}\p{Ll}\p{N})\]]/u;
const FACTOR_START = /[\p{Lu}\p{Ll}\p{N}(]/u;

const LINE_BREAK = /^<br[\s/>]/i;
const RAISED = /^<sup[\s/>]/i;
/** Markup that says nothing in a chat. Any other tag may be a `List<String>`. */
const UNSHOWN = /^<(?:!--|\/?(?:b|strong|i|em|u|ins|s|del|mark|small|big|sub|sup|kbd|span|font)[\s/>])/i;

/** No part of the address that a reader takes down. */
const UNSAID_SCHEME = /^(?:mailto|tel):/i;
/** Leads nowhere from a chat. */
const DEAD_TARGET = /^(?:#|data:|javascript:)/i;
const WEB_FRAME = /^https?:\/\/(?:www\.)?|\/$/gi;

const FOOTNOTE = /\[\^([^[\]\s]+)\]/g;

/**
 * The inline tokens of one block of Markdown as plain text: a link as `text (target)`, the call of a footnote as `[1]`
 * where its label is among `footnotes`.
 */
export function inlineText(tokens: readonly Token[], footnotes: ReadonlySet<string>): string {
  const around: { readonly from: number; readonly before: string }[] = [];
  let text = '';
  for (const [at, token] of tokens.entries()) {
    if (token.nesting === 0) text += leafText(token, footnotes);
    if (token.nesting === 1) {
      around.push({ from: at, before: text });
      text = '';
    }
    if (token.nesting === -1) {
      const { from, before } = around.pop() ?? { from: at, before: '' };
      text = before + spanText(tokens, { from, to: at, text });
    }
  }
  return text;
}

function leafText(token: Token, footnotes: ReadonlySet<string>): string {
  switch (token.type) {
    case 'text':
      return token.content.replace(FOOTNOTE, (call, label: string) =>
        footnotes.has(label) ? `[${label}]` : call,
      );
    case 'softbreak':
    case 'hardbreak':
      return '\n';
    case 'html_inline':
      return tagText(token.content);
    case 'image':
      return linkText(alternative(token), target(token, 'src'));
    default:
      return token.content;
  }
}

function tagText(tag: string): string {
  if (LINE_BREAK.test(tag)) return '\n';
  if (RAISED.test(tag)) return '^';
  return UNSHOWN.test(tag) ? '' : tag;
}

function spanText(tokens: readonly Token[], span: Span): string {
  const opening = tokens[span.from];
  if (opening?.type === 'link_open') return linkText(labelText(tokens, span), target(opening, 'href'));
  const sign = opening?.markup ?? '';
  const before = tokens[span.from - 1]?.content.at(-1) ?? '';
  const after = tokens[span.to + 1]?.content.at(0) ?? '';
  return areFactors(sign, before, after) ? sign + span.text + sign : span.text;
}

/** An image that is a link leads where the link does. */
function labelText(tokens: readonly Token[], { from, to, text }: Span): string {
  const [only, ...more] = tokens.slice(from + 1, to);
  return only?.type === 'image' && more.length === 0 ? alternative(only) : text;
}

/** True where the stars multiply; two of them, the sign of a power, only beside a number or bracket. */
function areFactors(sign: string, before: string, after: string): boolean {
  if (!sign.startsWith('*') || !FACTOR_END.test(before) || !FACTOR_START.test(after)) return false;
  return sign === '*' || /[\d()\]]/.test(before + after);
}

function linkText(text: string, shown: string): string {
  if (shown === '') return text;
  const isSaid = text.trim() === '' || text.replace(WEB_FRAME, '') === shown.replace(WEB_FRAME, '');
  return isSaid ? shown : `${text} (${shown})`;
}

function target(token: Token, attribute: 'href' | 'src'): string {
  const url = String(token.attrGet(attribute) ?? '');
  return DEAD_TARGET.test(url) ? '' : url.replace(UNSAID_SCHEME, '');
}

function alternative(image: Token): string {
  const children = image.children ?? [];
  return children.map(({ type, content }) => (type === 'softbreak' ? ' ' : content)).join('');
}
