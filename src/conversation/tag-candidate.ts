import { CODE_ELEMENTS, HTML_ELEMENTS } from './html-elements.js';

/** Something that begins like a tag and reaches to the next angle bracket. */
export interface TagCandidate {
  /** In lower case. */
  readonly element: string;
  readonly isEndTag: boolean;
  /** True where a `>` ends it. */
  readonly isClosed: boolean;
  /** What follows the name, without the `>`. */
  readonly rest: string;
  /** The whole of it, and the character before. */
  readonly found: string;
  readonly before: string;
  /** Whether these follow before the next `>`, behind a `<` too. */
  readonly hasHandler: boolean;
  readonly hasLinkOrStyle: boolean;
  /** False where no `>` follows any more. */
  readonly hasEnd: boolean;
}

const ATTRIBUTE = /[\s/][a-z:_@][^\s=/]*\s*=/i;
const ATTRIBUTES = /^[\s/]+[a-z:_@][^\s=/]*\s*=/i;
/** Each quote opens or closes a value, so that a parser, too, ends the tag with the next `>`. */
const BALANCED = /^(?:[\s/]+[^\s"'/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'/]+))?)*[\s/]*$/;

/** `<Object>` in `List<Object>`: a bare type name, right behind an identifier. */
const TYPE_ARGUMENT = /^<[A-Z][a-z]\w*>$/;
const IDENTIFIER_END = /[\w$]/;

/** True of a tag, false of text that only looks like one (`a < b`, `List<String>`). */
export function isMarkup(candidate: TagCandidate): boolean {
  const { element, hasHandler } = candidate;
  if (CODE_ELEMENTS.has(element) || hasHandler) return true;
  if (!HTML_ELEMENTS.has(element) || isTypeArgument(candidate)) return false;
  return element.length > 1 ? isWordTag(candidate) : isLetterTag(candidate);
}

/** True where nothing is left for a parser to decide: the tag's own `>` ends it, and what follows is text. */
export function endsWhereItSeems({ element, isClosed, rest }: TagCandidate): boolean {
  return isClosed && !CODE_ELEMENTS.has(element) && (!/["']/.test(rest) || BALANCED.test(rest));
}

function isWordTag({ hasEnd, rest }: TagCandidate): boolean {
  return hasEnd || ATTRIBUTE.test(rest);
}

/** `<b>` and `<b class=…>` are markup, `a<b && c>d` and `a<b and c>d` are not. */
function isLetterTag({ rest, isClosed, isEndTag, hasLinkOrStyle }: TagCandidate): boolean {
  const isBare = isClosed && (isEndTag || /^[\s/]*$/.test(rest));
  return isBare || hasLinkOrStyle || ATTRIBUTES.test(rest);
}

function isTypeArgument({ found, before }: TagCandidate): boolean {
  return IDENTIFIER_END.test(before) && TYPE_ARGUMENT.test(found);
}
