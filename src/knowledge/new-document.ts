import { hash } from 'node:crypto';
import { type Section, splitMarkdown } from './markdown-sections.js';
import { passagesOf } from './passages.js';
import { likelyLanguage, textLanguage } from './text-language.js';

/** A document as it was given. */
export interface DocumentDraft {
  readonly source: string;
  /** Names it within its source; empty where it is all of it. */
  readonly item: string;
  readonly kind: 'document' | 'answer';
  readonly title: string;
  readonly url: string | null;
  /** sha256 of all that was given, hex. */
  readonly contentHash: string;
  readonly sections: readonly Section[];
}

/** A passage as it is stored. */
export interface NewChunk extends Section {
  /** Text search configuration: `english`, …, `simple`. */
  readonly language: string;
}

/** A document as it is stored. */
export interface NewDocument extends Omit<DocumentDraft, 'sections'> {
  readonly chunks: readonly NewChunk[];
}

/** A Markdown text; its title is, where none is given, its first `#` heading, else its source. */
export interface MarkdownKnowledge {
  readonly title?: string | null;
  readonly url?: string | null;
  readonly content: string;
}

/** A question with its answer; its title is, where none is given, the question. */
export interface AnswerKnowledge {
  readonly question: string;
  readonly answer: string;
  readonly title?: string | null;
  readonly url?: string | null;
}

/** A Markdown text that is the whole of its source. */
export function wholeDocument(source: string, knowledge: MarkdownKnowledge): DocumentDraft {
  const { title = null, url = null, content } = knowledge;
  const split = splitMarkdown(content);
  return {
    source,
    item: '',
    kind: 'document',
    title: title ?? split.title ?? source,
    url,
    contentHash: fingerprint(content, title, url),
    sections: split.sections.map((section) => ({ ...section, heading: section.heading || (title ?? '') })),
  };
}

/** One of several documents of a source, known again by its title. */
export function documentItem(
  source: string,
  knowledge: MarkdownKnowledge & { readonly title: string },
): DocumentDraft {
  return { ...wholeDocument(source, knowledge), item: itemKey('document', knowledge.title) };
}

/** A question with its answer as one of the documents of a source, known again by its question. */
export function answerItem(source: string, knowledge: AnswerKnowledge): DocumentDraft {
  const { question, answer, title = null, url = null } = knowledge;
  return {
    source,
    item: itemKey('answer', question),
    kind: 'answer',
    title: title ?? question,
    url,
    contentHash: fingerprint(answer, question, title, url),
    sections: [{ heading: question, keywords: '', content: answer }],
  };
}

/** The document with its passages, each in its language: `usualLanguage` (ISO 639-1) where a text doesn't tell. */
export async function readDocument(draft: DocumentDraft, usualLanguage: string): Promise<NewDocument> {
  const { sections, ...document } = draft;
  const chunks: NewChunk[] = [];
  for (const section of sections) {
    const language = (await textLanguage(textOf(section))) ?? (await languageOf(sections, usualLanguage));
    chunks.push(...passagesOf(section.content).map((content) => ({ ...section, content, language })));
  }
  return { ...document, chunks };
}

async function languageOf(sections: readonly Section[], usualLanguage: string): Promise<string> {
  const whole = sections.map(textOf).join('\n');
  return (await textLanguage(whole)) ?? likelyLanguage(whole, usualLanguage);
}

const textOf = ({ heading, content }: Section): string => `${heading}\n${content}`;

/** 128 bits are enough to tell the items of a source apart, and short enough to remember all of them. */
const itemKey = (kind: string, name: string): string =>
  hash('sha256', `${kind}\0${name}`, 'buffer').subarray(0, 16).toString('base64url');

/** Of a text alone it is the text's own sha256, by which releases before knew it. */
function fingerprint(text: string, ...others: readonly (string | null)[]): string {
  const isAlone = others.every((other) => other === null);
  return hash('sha256', isAlone ? text : JSON.stringify([text, ...others]));
}
