import Markdown, { type MarkdownIt, type Token } from 'markdown-it';

/** UTF-16 units. The worst known, such as a row of `![`, take up to 0.2 s at this length, and grow faster than it. */
const MAX_UNITS = 50_000;

/** Levels: a list and its item are one each. */
const MAX_LEVELS = 40;

const parser = newParser();

/**
 * The tokens of Markdown: CommonMark with tables and `~~`; definitions of links are ordinary lines, HTML is inline.
 * Null where it is longer than 50,000 UTF-16 units or nested about 40 levels deep, of which the parser drops the rest.
 */
export function markdownTokens(markdown: string): Token[] | null {
  if (markdown.length > MAX_UNITS) return null;
  const tokens = parser.parse(markdown, {});
  return tokens.some(({ level }) => level >= MAX_LEVELS - 1) ? null : tokens;
}

function newParser(): MarkdownIt {
  const markdown = new Markdown({ html: true, linkify: true, maxNesting: MAX_LEVELS });
  // A definition that nothing refers to would get lost, and a long one repeated wherever it is referred to.
  markdown.disable(['reference', 'html_block']);
  // The inline rule of the same name keeps the `_` and `*` of URLs; this one would only look for more of them.
  markdown.core.ruler.disable('linkify');
  markdown.normalizeLink = (url) => url;
  markdown.normalizeLinkText = (url) => url;
  markdown.validateLink = () => true;
  markdown.inline.State = lenient(markdown.inline.State);
  return markdown;
}

/**
 * Lets `**` open before and close after any character but white space. By CommonMark's rules, which were made for words
 * between spaces, `**注意：**请` has none (commonmark/commonmark-spec#650).
 */
function lenient(State: MarkdownIt['inline']['State']): MarkdownIt['inline']['State'] {
  return class extends State {
    override scanDelims(...place: Parameters<typeof State.prototype.scanDelims>) {
      const run = super.scanDelims(...place);
      const [start, canSplitWord] = place;
      if (run.length < 2 || !canSplitWord) return run;
      const opens = run.can_open || /\S/.test(this.src.charAt(start + run.length));
      const closes = run.can_close || /\S/.test(this.src.charAt(start - 1));
      return { ...run, can_open: opens, can_close: closes };
    }
  };
}
