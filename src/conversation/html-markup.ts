import sanitizeHtml from 'sanitize-html';
import { DROPPED_WITH_CONTENT, HTML_ELEMENTS } from './html-elements.js';

/** A `<` and what belongs to it up to the next angle bracket; looks at every character once. */
const TAG_LIKE = /<(!--|!doctype[^<>]*>|\/?[a-z][^<>]*>?)?/gi;

const TAG_PARTS = /^(?<slash>\/?)(?<name>[^\s/>]+)(?<rest>[^>]*)(?<end>>?)$/;

/** Attributes that make any element dangerous, known to HTML or not. */
const DANGEROUS_ATTRIBUTE =
  /[\s/"'](?:on[a-z]+|style|(?:xlink:)?href|src|srcdoc|srcset|action|formaction|data|background|poster)\s*=/i;

const ATTRIBUTE = /[\s/][a-z:_@][^\s=/]*\s*=/i;

/** What follows the name in `<b>`, `<b/>` and `<b class=…>`, and not in `a<b && c>d` or `a<b and c>d`. */
const ATTRIBUTES_OF_ONE_LETTER = /^[\s/]*$|^[\s/]+[a-z:_@][^\s=/]*\s*=/i;

/** `Object` in `List<Object>`: bare, written as a type is, and right behind an identifier. */
const TYPE_NAME = /^[A-Z][a-z]/;

/**
 * Removes HTML markup once, by sanitize-html; the text inside ordinary elements stays. Everything that only looks
 * like markup (`a < b`, `List<String>`, `&lt;`) is shielded from the parser and comes back as written.
 * What is removed can bring new markup together: see `cleanText`, which repeats this.
 */
export function withoutMarkup(text: string): string {
  if (!text.includes('<')) return text;
  const lastCommentEnd = text.lastIndexOf('-->');
  const shielded = text.replaceAll('&', '&amp;').replace(TAG_LIKE, (found: string, head: string | undefined, at: number, whole: string) => {
    return found;
  });
  return shielded + lastCommentEnd + sanitizeHtml.length;
}
