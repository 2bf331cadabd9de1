import { AsyncLocalStorage } from 'node:async_hooks';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Summarizer } from '../agent/summarizer.js';
import { storableText } from '../database/storable-json.js';
import { ConversationMemory } from './conversation-memory.service.js';
import type { Summary } from './summary.js';
import { STRETCH, type Stretch, SummaryRepository, type Unfolded } from './summary.repository.js';

/** Conversations that are folded at once, and most that wait for it; what is turned away is asked for again by the next turn. */
const AT_ONCE = 8;
const MOST_WAITING = 1000;
/**
 * Shortest time between the begins of two steps, in ms: 20 steps a second are what 80 turns a second ask for. Beyond that the turns
 * go first, and what waits is folded in fewer, longer steps.
 */
const APART_MS = 50;

/**
 * Folds into a conversation's summary what is about to leave the agent's window, beside the turns: nobody waits for it, and where
 * it is behind or fails the agent is just told less. A step at a time, a long backlog too, so that no conversation keeps the
 * others waiting; no connection is held while the summarizer thinks. Every replica may fold: the statement that keeps the
 * summary decides.
 */
@Injectable()
export class SummaryFolding implements BeforeApplicationShutdown {
  private readonly logger = new Logger(SummaryFolding.name);
  private readonly waiting = new Map<string, Stretch>();
  private readonly working = new Map<string, Promise<void>>();
  private readonly ending = new AbortController();
  private begunAt = -Infinity;
  private beginning: NodeJS.Timeout | null = null;
  /** A step outlives the request that asked for it, and must not log under its name. */
  private readonly apart = AsyncLocalStorage.snapshot();

  constructor(
    private readonly summarizer: Summarizer,
    private readonly summaries: SummaryRepository,
    private readonly memory: ConversationMemory,
  ) {}

  /** Asks for the stretch to be folded, and comes back at once. */
  ask(stretch: Stretch): void {
    if (this.ending.signal.aborted || this.waiting.size >= MOST_WAITING) return;
    this.waiting.set(stretch.conversationId, stretch);
    this.begin();
  }

  /** What is not folded by now, the next turn asks for again. */
  async beforeApplicationShutdown(): Promise<void> {
    this.ending.abort();
    if (this.beginning) clearTimeout(this.beginning);
    this.waiting.clear();
    await Promise.all(this.working.values());
  }

  /** Begins the next step, at once or as soon as the last one is long enough ago. */
  private begin(): void {
    if (this.beginning) return;
    const waitMs = Math.max(0, this.begunAt + APART_MS - performance.now());
    if (waitMs === 0) return this.beginNow();
    this.beginning = setTimeout(() => {
      this.beginning = null;
      this.beginNow();
    }, waitMs).unref();
  }

  private beginNow(): void {
    if (this.working.size >= AT_ONCE) return;
    const next = [...this.waiting.values()].find(({ conversationId }) => !this.working.has(conversationId));
    if (!next) return;
    const { conversationId } = next;
    this.begunAt = performance.now();
    this.waiting.delete(conversationId);
    this.working.set(
      conversationId,
      this.apart(() => this.work(next)),
    );
    if (this.waiting.size > 0) this.begin();
  }

  private async work(stretch: Stretch): Promise<void> {
    const { conversationId } = stretch;
    let isFolded = true;
    try {
      isFolded = await this.step(stretch);
    } catch (error) {
      this.tell(conversationId, error);
    }
    this.working.delete(conversationId);
    if (isFolded || this.waiting.has(conversationId)) this.begin();
    else this.ask(stretch);
  }

  private tell(conversation_id: string, err: unknown): void {
    if (!this.ending.signal.aborted) this.logger.warn({ err, conversation_id }, 'Summary put off');
  }

  /** True: there is nothing left to fold of it, or nothing that can be. */
  private async step(stretch: Stretch): Promise<boolean> {
    const unfolded = await this.summaries.findUnfolded(stretch);
    if (!unfolded) return true;
    if (unfolded.messages.length === 0) {
      await this.resume(stretch, unfolded.summary);
      return true;
    }
    const made = await this.fold(stretch, unfolded);
    if (!(await this.summaries.keep(stretch, made, unfolded.summary))) return false; // Look again at what has become of it.
    await this.resume(stretch, made);
    return made.throughSeq === stretch.throughSeq;
  }

  private async fold(stretch: Stretch, { summary, messages }: Unfolded): Promise<Summary> {
    const { conversationId } = stretch;
    const toFold = { conversationId, summary: summary?.text ?? null, messages };
    const { text, count } = await this.summarizer.fold(toFold, this.ending.signal);
    const isAll = count >= messages.length && messages.length < STRETCH.messages;
    return {
      text: storableText(text),
      throughSeq: isAll ? stretch.throughSeq : lastSeq(messages.slice(0, count)),
    };
  }

  private async resume(stretch: Stretch, summary: Summary | null): Promise<void> {
    if (summary) await this.memory.resume(stretch, stretch.revision, summary);
  }
}

const lastSeq = (messages: Unfolded['messages']): number => messages.at(-1)?.seq ?? 0;
