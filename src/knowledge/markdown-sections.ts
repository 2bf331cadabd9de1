/** A heading and what stands below it. */
export interface Section {
  readonly heading: string;
  /** Of the section's `<!-- keywords: … -->` comment; empty without one. */
  readonly keywords: string;
  readonly content: string;
}

export interface MarkdownDocument {
  /** The first `#` heading; null without one. */
  readonly title: string | null;
  /** In the document's order; a heading with nothing below it is left out. */
  readonly sections: readonly Section[];
}

const KEYWORDS = /<!--\s*keywords:\s*(.*?)\s*-->/s;

/** Splits Markdown at its headings of the first and second level; `#` inside a code fence is no heading. */
export function splitMarkdown(markdown: string): MarkdownDocument {
  const parts: { level: number; heading: string; lines: string[] }[] = [{ level: 0, heading: '', lines: [] }];
  let isFenced = false;
  for (const line of markdown.split(/\r?\n/)) {
    if (/^\s*(```|~~~)/.test(line)) isFenced = !isFenced;
    const heading = isFenced ? null : /^(#{1,2})\s+(.+?)\s*#*$/.exec(line);
    if (heading) parts.push({ level: heading[1]?.length ?? 1, heading: heading[2] ?? '', lines: [] });
    else parts.at(-1)?.lines.push(line);
  }
  const title = parts.find(({ level }) => level === 1)?.heading ?? null;
  const sections = parts
    .map(({ heading, lines }) => toSection(heading === '' ? (title ?? '') : heading, lines.join('\n')))
    .filter(({ content }) => content !== '');
  return { title, sections };
}

function toSection(heading: string, body: string): Section {
  return { heading, keywords: KEYWORDS.exec(body)?.[1] ?? '', content: body.replace(KEYWORDS, '').trim() };
}
