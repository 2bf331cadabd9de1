import sanitizeHtml from 'sanitize-html';
import { CODE_ELEMENTS, HTML_ELEMENTS } from './html-elements.js';

/** A tag ends at the earliest with the next `>`: everything up to it belongs together. */
const SEGMENT = /[^>]+>?|>/g;
const TAG_LIKE = /<(?:!--|!doctype\b[^<]*>|\/?[a-z][^<]*)?/gi;
const TAG_PARTS = /^<(?<slash>\/?)(?<name>[^\s/>]+)(?<rest>[^>]*)/;

const ATTRIBUTE = /[\s/][a-z:_@][^\s=/]*\s*=/i;
const ATTRIBUTES = /^[\s/]+[a-z:_@][^\s=/]*\s*=/i;
const EVENT_HANDLER = /[\s/"']on[a-z]+\s*=/gi;
const LINK_OR_STYLE = /[\s/"'](?:href|src|style)\s*=/gi;

/** `<Object>` in `List<Object>`: a bare type name, right behind an identifier. */
const TYPE_ARGUMENT = /^<[A-Z][a-z]\w*>$/;
const IDENTIFIER_END = /[\w$]/;

const SANITIZER_OPTIONS = { allowedTags: [], allowedAttributes: {}, nonTextTags: [...CODE_ELEMENTS] };

const ENTITIES = new Map([
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
]);

/** Something that begins like a tag, and where it stands. */
interface Candidate {
  readonly found: string;
  readonly element: string;
  readonly isEndTag: boolean;
  /** What follows the name, up to the next angle bracket. */
  readonly rest: string;
  readonly before: string;
  readonly hasHandler: boolean;
  readonly hasLinkOrStyle: boolean;
  /** False where no `>` follows any more. */
  readonly isSegmentClosed: boolean;
}

/**
 * Removes HTML markup once, by sanitize-html; the text inside ordinary elements stays. What only looks like markup
 * (`a < b`, `List<String>`, `&lt;`) is shielded from the parser and comes back as written.
 * What remains can form new markup: `cleanText` repeats this until nothing changes.
 */
export function withoutMarkup(text: string): string {
  if (!text.includes('<')) return text;
  const segments = text.replaceAll('&', '&amp;').match(SEGMENT) ?? [];
  const lastCommentEnd = segments.findLastIndex((segment) => segment.endsWith('-->'));
  const shielded = segments.map((segment, index) => shield(segment, index <= lastCommentEnd));
  const plain = sanitizeHtml(shielded.join(''), SANITIZER_OPTIONS);
  return plain.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES.get(entity) ?? entity);
}

/** Leaves what is markup to the parser and turns every other `<` into text. Linear in the segment's length. */
function shield(segment: string, isCommentClosed: boolean): string {
  const lastHandler = lastIndexOf(EVENT_HANDLER, segment);
  const lastLinkOrStyle = lastIndexOf(LINK_OR_STYLE, segment);
  return segment.replace(TAG_LIKE, (found, at: number) => {
    if (found === '<!--') return isCommentClosed ? found : '&lt;!--';
    if (found.startsWith('<!')) return found;
    const { slash = '', name = '', rest = '' } = TAG_PARTS.exec(found)?.groups ?? {};
    if (name === '') return '&lt;';
    const candidate: Candidate = {
      found,
      element: name.toLowerCase(),
      isEndTag: slash !== '',
      rest,
      before: segment.charAt(at - 1),
      hasHandler: lastHandler > at,
      hasLinkOrStyle: lastLinkOrStyle > at,
      isSegmentClosed: segment.endsWith('>'),
    };
    if (!isMarkup(candidate)) return `&lt;${found.slice(1)}`;
    return isSimple(candidate) ? '' : found;
  });
}

function isMarkup(candidate: Candidate): boolean {
  const { element, hasHandler } = candidate;
  if (CODE_ELEMENTS.has(element) || hasHandler) return true;
  if (!HTML_ELEMENTS.has(element) || isTypeArgument(candidate)) return false;
  return element.length > 1 ? isWordTag(candidate) : isLetterTag(candidate);
}

function isWordTag({ isSegmentClosed, rest }: Candidate): boolean {
  return isSegmentClosed || ATTRIBUTE.test(rest);
}

/** `<b>` and `<b class=…>` are markup, `a<b && c>d` and `a<b and c>d` are not. */
function isLetterTag({ found, rest, isEndTag, hasLinkOrStyle }: Candidate): boolean {
  const isBare = found.endsWith('>') && (isEndTag || /^[\s/]*$/.test(rest));
  return isBare || hasLinkOrStyle || ATTRIBUTES.test(rest);
}

function isTypeArgument({ found, before }: Candidate): boolean {
  return TYPE_ARGUMENT.test(found) && IDENTIFIER_END.test(before);
}

/** Ends where it seems to end and holds only text: nothing is left for the parser to decide. */
function isSimple({ element, found, rest }: Candidate): boolean {
  return !CODE_ELEMENTS.has(element) && found.endsWith('>') && !/["']/.test(rest);
}

function lastIndexOf(pattern: RegExp, text: string): number {
  let last = -1;
  for (const match of text.matchAll(pattern)) last = match.index;
  return last;
}
