import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { prefixAnswer } from '../../support/history.js';
import { OpenAiStandIn } from '../../support/openai-stand-in.js';
import type { Answer } from '../../support/stand-in-frames.js';
import type { Reply } from '../../support/stand-in-replies.js';
import { tagsIn } from './rooms.js';

/** How long it thinks, in ms. */
const THINKING_MS = { least: 5, most: 60 };
/** A question with this remark gets no answer when it is asked for the first time. */
export const FAILS_ONCE = 'once';

/** Short, for a long run has to keep many. */
export const fingerprint = (text: string): string =>
  createHash('sha1').update(text).digest('base64url').slice(0, 8);

/** The agent of a run: answers with a fingerprint of what it was shown, see `prefixAnswer`. */
export class FaultAgent {
  /** What everybody gets in the place of an answer; null: an answer. */
  trouble: Reply | null = null;
  /** Names of replicas that it leaves without a reply. */
  readonly silentTo = new Set<string>();
  /** What it was shown of another conversation than the question's. */
  readonly foreign: string[] = [];
  calls = 0;
  /** Calls for a question that it had heard before, but for those that it was to fail. */
  repeatedCalls = 0;
  /** Fingerprints of the texts that it was shown, by its answer. */
  readonly shownFor = new Map<string, string>();
  private readonly refused = new Set<string>();
  private readonly heard = new Set<string>();

  private constructor(
    private readonly standIn: OpenAiStandIn,
    private readonly random: () => number,
  ) {
    standIn.mode = { kind: 'chosen', choose: (answer) => this.choose(answer) };
  }

  static async start(random: () => number): Promise<FaultAgent> {
    return new FaultAgent(await OpenAiStandIn.start(), random);
  }

  get url(): string {
    return this.standIn.url;
  }

  heal(): void {
    this.trouble = null;
    this.silentTo.clear();
  }

  close(): Promise<void> {
    return this.standIn.close();
  }

  private async choose({ model, shown }: Answer): Promise<Reply> {
    this.calls += 1;
    this.standIn.requests.length = 0; // A long run would keep gigabytes of them.
    this.look(shown);
    this.count(shown.at(-1) ?? '');
    await delay(THINKING_MS.least + this.random() * (THINKING_MS.most - THINKING_MS.least));
    const question = shown.at(-1) ?? '';
    if (this.silentTo.has(model)) return { kind: 'hang' };
    if (this.trouble) return this.trouble;
    if (this.isToFail(question)) return { kind: 'status', status: 500 };
    const text = prefixAnswer(shown);
    this.shownFor.set(text, shown.map(fingerprint).join(' '));
    return { kind: 'text', text };
  }

  private count(question: string): void {
    if (this.heard.has(question) && !this.refused.has(question)) this.repeatedCalls += 1;
    this.heard.add(question);
  }

  private isToFail(question: string): boolean {
    if (!question.includes(FAILS_ONCE) || this.refused.has(question)) return false;
    this.refused.add(question);
    return true;
  }

  private look(shown: readonly string[]): void {
    const [tag] = tagsIn(shown.at(-1) ?? '');
    const strangers = shown.filter((text) => tagsIn(text).some((other) => other !== tag));
    if (strangers.length > 0) this.foreign.push(`${tag ?? 'nobody'} was shown ${strangers.join(', ')}`);
  }
}
