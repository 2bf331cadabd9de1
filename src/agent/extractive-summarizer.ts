import type { Settings } from '../config/settings.js';
import type { AgentMessage } from './agent-runner.js';
import { type Folded, foldLimits, Summarizer, firstThatFit, type ToFold } from './summarizer.js';

/** Longest line, in characters; the rest of a longer sentence is cut. */
const MAX_LINE_CHARACTERS = 240;
/** Lines below this are no facts. */
const FACT = 2;

/** What speaks for a sentence: each pattern counts as often as it is found, up to `most`. */
const SIGNS: readonly { pattern: RegExp; weight: number; most: number }[] = [
  { pattern: /^User: /, weight: 1, most: 1 },
  // No speaker: it comes from a summary that a model has made, which has left the rest out.
  { pattern: /^(?!User: |Assistant: )/, weight: FACT, most: 1 },
  { pattern: /\p{N}+/gu, weight: 1, most: 2 },
  { pattern: /(?<=\S )\p{Lu}\p{L}+/gu, weight: 1, most: 2 },
  { pattern: /\S+@\S+\.\S+|https?:\/\/\S+/gu, weight: 1, most: 1 },
  // What people say of themselves, in the languages that Parley speaks.
  {
    pattern:
      /(?<!\p{L})(?:my|i am|i'm|call me|mein|meine|ich|mon|ma|je suis|mi|soy|meu|minha|sou|benim|adım|اسمي|أنا|میرا|میری|میں)(?!\p{L})/giu,
    weight: 2,
    most: 1,
  },
  { pattern: /[?？؟]\s*$/u, weight: -2, most: 1 },
  { pattern: /^(?:User: |Assistant: )?.{0,11}$/u, weight: -1, most: 1 },
];

/**
 * Keeps sentences as they were said, the most telling ones: those with names, figures and addresses, and what people say of themselves.
 * A third of the room is the conversation's beginning: the first facts, which never leave it again. A third is what was said
 * last, and the rest is what tells the most, the newer first. The same input always makes the same summary.
 */
export class ExtractiveSummarizer extends Summarizer {
  constructor(private readonly settings: Settings) {
    super();
  }

  override async fold({ summary, messages }: ToFold, signal: AbortSignal): Promise<Folded> {
    signal.throwIfAborted();
    const { summaryBytes, messagesBytes } = foldLimits(this.settings);
    const folded = firstThatFit(messages, messagesBytes);
    const lines = new Set([...(summary ?? '').split('\n').flatMap(sentences), ...folded.flatMap(linesOf)]);
    return { text: mostTelling([...lines], summaryBytes), count: folded.length };
  }
}

function linesOf({ role, content }: AgentMessage): string[] {
  const speaker = role === 'user' ? 'User' : 'Assistant';
  return content.split('\n').flatMap((line) => sentences(line).map((said) => cut(`${speaker}: ${said}`)));
}

const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' });
const SAID = /^(?:User|Assistant): /;

/** The sentences of a line; one that is kept from before is one already. */
function sentences(line: string): string[] {
  if (SAID.test(line)) return [line];
  const found = Array.from(SENTENCES.segment(line), ({ segment }) => segment.replace(/\s+/g, ' ').trim());
  return found.filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

const cut = (line: string): string =>
  line.length <= MAX_LINE_CHARACTERS ? line : `${line.slice(0, MAX_LINE_CHARACTERS - 1).toWellFormed()}…`;

/** A sentence, and how much it tells. */
interface Line {
  readonly text: string;
  readonly score: number;
}

/** The lines that are kept, in their order. */
function mostTelling(texts: readonly string[], maxBytes: number): string {
  const lines = texts.map((text) => ({ text, score: scoreOf(text) }));
  const facts = lines.filter(({ score }) => score >= FACT);
  const kept = new Set(whileTheyFit(facts, maxBytes / 3));
  const others = lines.filter((line) => !kept.has(line)).toReversed();
  const roomBytes = maxBytes - bytesOf(kept);
  const last = whileTheyFit(others, Math.min(roomBytes, maxBytes / 3));
  for (const line of last) kept.add(line);
  const left = others.filter((line) => !kept.has(line)).sort((one, other) => other.score - one.score);
  for (const line of whileTheyFit(left, roomBytes - bytesOf(last))) kept.add(line);
  return lines
    .filter((line) => kept.has(line))
    .map(({ text }) => text)
    .join('\n');
}

function whileTheyFit(lines: readonly Line[], maxBytes: number): Line[] {
  let bytes = 0;
  const end = lines.findIndex((line) => (bytes += bytesOf([line])) > maxBytes);
  return end === -1 ? [...lines] : lines.slice(0, end);
}

/** With the line breaks behind them. */
const bytesOf = (lines: Iterable<Line>): number =>
  [...lines].reduce((sum, { text }) => sum + Buffer.byteLength(text) + 1, 0);

function scoreOf(text: string): number {
  return SIGNS.reduce((sum, { pattern, weight, most }) => {
    const found = pattern.global ? (text.match(pattern)?.length ?? 0) : Number(pattern.test(text));
    return sum + weight * Math.min(found, most);
  }, 0);
}
