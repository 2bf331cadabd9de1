import { BLOCK_ELEMENTS } from './html-elements.js';
import { endsWhereItSeems, isMarkup, type TagCandidate } from './tag-candidate.js';

/** A piece of a text that is markup, from `start` to before `end`. */
export interface Tag {
  readonly start: number;
  readonly end: number;
  /** False where a parser has to say how far it reaches: comments, scripts, tags that may not end where they seem to. */
  readonly isWhole: boolean;
  /** True where a line of its own begins or ends. */
  readonly isBlock: boolean;
}

/** From a `<` to the next `>`, where a tag ends at the earliest. */
interface Segment {
  /** Behind the `>`, or the text's end. */
  readonly end: number;
  readonly isClosed: boolean;
  /** Where the last event handler, and the last link or style, begins; before the segment where there is none. */
  readonly lastHandler: number;
  readonly lastLinkOrStyle: number;
}

/** A body of the usual 128 KiB has room for 65,536 things that begin like a tag; a message has no use for more. */
const MAX_CANDIDATES = 100_000;

const EXCLAMATION_MARK = 0x21;
const SLASH = 0x2f;
/** Tab, line feed, space, `/`, `<` and `>`. */
const NAME_ENDS: ReadonlySet<number> = new Set([0x09, 0x0a, 0x20, SLASH, 0x3c, 0x3e]);

const DOCTYPE = /<!doctype\b[^<>]*>/iy;

const EVENT_HANDLER = /[\s/"']on[a-z]+\s*=/gi;
const LINK_OR_STYLE = /[\s/"'](?:href|src|style)\s*=/gi;

/** The markup of a text, in order, without what only looks like it (`a < b`, `List<String>`); null of far too much. */
export function findTags(text: string): Tag[] | null {
  return new TagSearch(text).run();
}

/** One pass over a text: every character is looked at a fixed number of times, whatever the text. */
class TagSearch {
  private readonly lastCommentEnd: number;
  private segment: Segment = { end: 0, isClosed: false, lastHandler: -1, lastLinkOrStyle: -1 };
  /** Up to here reaches a tag that another one interrupts: they end together. */
  private openUntil = 0;
  /** The first `=` behind the segment's begin; without one there is no attribute to look for. */
  private equalsSign = -1;

  constructor(private readonly text: string) {
    this.lastCommentEnd = text.lastIndexOf('-->');
  }

  run(): Tag[] | null {
    const tags: Tag[] = [];
    let candidates = 0;
    for (let start = this.text.indexOf('<'), next = 0; start !== -1; start = next) {
      next = this.text.indexOf('<', start + 1);
      if (!mayBeginTag(this.text.charCodeAt(start + 1))) continue;
      candidates += 1;
      if (candidates > MAX_CANDIDATES) return null;
      const tag = this.tagAt(start, next === -1 ? this.text.length : next);
      if (tag) tags.push(tag);
    }
    return tags;
  }

  private tagAt(start: number, limit: number): Tag | null {
    if (this.text.charCodeAt(start + 1) === EXCLAMATION_MARK) return this.declarationAt(start);
    const isEndTag = this.text.charCodeAt(start + 1) === SLASH;
    if (isEndTag && !isLetter(this.text.charCodeAt(start + 2))) return null;
    if (start >= this.segment.end) this.segment = this.segmentFrom(start);
    const end = Math.min(limit, this.segment.end);
    const candidate = this.candidate({ start, end, isEndTag });
    if (!isMarkup(candidate)) return null;
    if (!candidate.isClosed) this.openUntil = this.segment.end;
    const isWhole = start >= this.openUntil && endsWhereItSeems(candidate);
    return { start, end, isWhole, isBlock: BLOCK_ELEMENTS.has(candidate.element) };
  }

  private candidate({
    start,
    end,
    isEndTag,
  }: {
    start: number;
    end: number;
    isEndTag: boolean;
  }): TagCandidate {
    const { text, segment } = this;
    const nameStart = start + (isEndTag ? 2 : 1);
    const nameEnd = endOfName(text, nameStart, end);
    const isClosed = segment.isClosed && end === segment.end;
    return {
      element: text.slice(nameStart, nameEnd).toLowerCase(),
      isEndTag,
      isClosed,
      rest: text.slice(nameEnd, isClosed ? end - 1 : end),
      found: text.slice(start, end),
      before: text.charAt(start - 1),
      hasHandler: segment.lastHandler > start,
      hasLinkOrStyle: segment.lastLinkOrStyle > start,
      hasEnd: segment.isClosed,
    };
  }

  private declarationAt(start: number): Tag | null {
    if (this.text.startsWith('<!--', start)) {
      return start < this.lastCommentEnd ? { start, end: start + 4, isWhole: false, isBlock: false } : null;
    }
    DOCTYPE.lastIndex = start;
    return DOCTYPE.test(this.text)
      ? { start, end: DOCTYPE.lastIndex, isWhole: start >= this.openUntil, isBlock: false }
      : null;
  }

  private segmentFrom(start: number): Segment {
    const bracket = this.text.indexOf('>', start);
    const isClosed = bracket !== -1;
    const end = isClosed ? bracket + 1 : this.text.length;
    if (this.equalsSign < start) this.equalsSign = positionOf('=', this.text, start);
    if (this.equalsSign > end) return { end, isClosed, lastHandler: -1, lastLinkOrStyle: -1 };
    const segment = this.text.slice(start, end);
    return {
      end,
      isClosed,
      lastHandler: start + lastIndexOf(EVENT_HANDLER, segment),
      lastLinkOrStyle: start + lastIndexOf(LINK_OR_STYLE, segment),
    };
  }
}

function endOfName(text: string, start: number, limit: number): number {
  let end = start;
  while (end < limit && !NAME_ENDS.has(text.charCodeAt(end))) end += 1;
  return end;
}

function mayBeginTag(code: number): boolean {
  return code === EXCLAMATION_MARK || code === SLASH || isLetter(code);
}

function isLetter(code: number): boolean {
  const lowerCase = code | 0x20;
  return lowerCase >= 0x61 && lowerCase <= 0x7a;
}

function positionOf(character: string, text: string, from: number): number {
  const position = text.indexOf(character, from);
  return position === -1 ? text.length + 1 : position;
}

function lastIndexOf(pattern: RegExp, text: string): number {
  let last = -1;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) last = match.index;
  return last;
}
