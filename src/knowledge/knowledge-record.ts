import { z } from 'zod';
import { answerItem, documentItem, type DocumentDraft } from './new-document.js';

/** Longest question, title and text of a record, in UTF-16 code units. */
const MAX_NAME_CHARACTERS = 2000;
const MAX_TEXT_CHARACTERS = 1_000_000;
const MAX_URL_CHARACTERS = 2048;

/** A record of a file: a document, or what is wrong with it. */
export type ReadRecord = { readonly draft: DocumentDraft } | { readonly problem: string };

const isStorable = (text: string): boolean => !text.includes('\0') && !/[\p{Cs}\uFFFD]/u.test(text);
const isUrl = (text: string): boolean => URL.canParse(text) && /^https?:\/\//i.test(text);

function textUpTo(characters: number) {
  return z
    .string('is missing')
    .trim()
    .min(1, 'is empty')
    .max(characters, `is longer than ${characters} characters`)
    .refine(isStorable, 'holds characters that are no UTF-8 text');
}

/** Null, an empty text and nothing at all are the same. */
const orNothing = (text: z.ZodType<string, string>) =>
  z.preprocess(
    (value) => (typeof value === 'string' && value.trim() === '' ? null : (value ?? null)),
    z.union([z.null(), text]),
  );

const url = orNothing(z.string().trim().max(MAX_URL_CHARACTERS).refine(isUrl, 'is no http or https address'));
const name = textUpTo(MAX_NAME_CHARACTERS);
const content = textUpTo(MAX_TEXT_CHARACTERS);
const answer = z.object({ question: name, answer: content, title: orNothing(name), url });
const document = z.object({ title: name, content, url });

/** A whole Markdown text. */
export const markdownText = z.string().trim().min(1, 'is empty').refine(isStorable, 'is no UTF-8 text');

/** The document of `{question, answer, title?, url?}` or `{title, content, url?}`; other fields are passed over. */
export function readRecord(source: string, record: unknown): ReadRecord {
  const isAnswer = typeof record === 'object' && record !== null && 'question' in record;
  if (isAnswer) return readAs(answer, record, (knowledge) => answerItem(source, knowledge));
  return readAs(document, record, (knowledge) => documentItem(source, knowledge));
}

function readAs<T>(schema: z.ZodType<T>, record: unknown, toDraft: (value: T) => DocumentDraft): ReadRecord {
  const { success, data, error } = schema.safeParse(record);
  if (!success) return { problem: error.issues.map(problemOf).join(', ') };
  const draft = toDraft(data);
  return draft.sections.length === 0 ? { problem: 'content holds nothing but headings' } : { draft };
}

const problemOf = ({ path, message }: z.core.$ZodIssue): string =>
  path.length === 0
    ? 'is neither a question with its answer nor a title with its content'
    : `${path.join('.')} ${message}`;
