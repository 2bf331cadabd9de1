/** A part of a text: from `start` to `end`, the end not included, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The text up to `end`, with the mark once for all spans that touch each other; a span that begins before `end` is whole. */
export function marked(text: string, spans: readonly Span[], { mark = '', end = text.length }): string {
  let shown = '';
  let place = 0;
  for (const span of spans.toSorted((one, other) => one.start - other.start)) {
    if (span.start >= end) break;
    if (span.start > place || place === 0) shown += text.slice(place, span.start) + mark;
    place = Math.max(place, span.end);
  }
  return place < end ? shown + text.slice(place, end) : shown;
}
