import { storableText } from '../database/storable-json.js';
import { eventId, type LoggedEventType, type StreamEvent } from './stream-event.js';
import type { StreamedRun } from './turn-log.repository.js';

/** Pieces of text that come within this are told as one, in ms. */
const TOGETHER_MS = 50;
/** What was told is stored this often, in ms. */
const STORE_MS = 250;

/** Stores events for good; false: the run is not the turn's any more. */
export type Append = (run: StreamedRun, events: readonly StreamEvent[]) => Promise<boolean>;

/** What one run of a streamed turn tells: at once to whoever listens here, and a moment later to the log. */
export class TurnStream {
  private readonly told: StreamEvent[] = [];
  private readonly listeners = new Set<() => void>();
  /** Of the last event that was told of the run. */
  private place = 0;
  /** Gives the answer as far as it is known. */
  private read = (): string => '';
  /** The answer as far as it was told. */
  private said = '';
  private saidAt = -Infinity;
  private saying: NodeJS.Timeout | null = null;
  private stored = 0;
  private storing: NodeJS.Timeout | null = null;
  private isBegun = false;
  private isClosed = false;

  constructor(
    private readonly run: StreamedRun,
    private readonly append: Append,
  ) {}

  /**
   * The run begins, after `created`; `turn.restarted` where another one had begun before. Nobody hears anything before that is durable: whoever
   * follows a run that dies must hear of the next one that it is another.
   * @throws DatabaseUnavailableError: it is not durable, and nobody will hear of it
   */
  async begin(type: 'turn.started' | 'turn.restarted', created: StreamEvent | null): Promise<void> {
    if (created) this.told.push(created);
    this.tell(type, { turn_id: this.run.turnId });
    await this.store();
    this.isBegun = true;
    this.wake();
  }

  /** There is more of the answer; `read` gives it from its beginning, and is asked when it is told. */
  say(read: () => string): void {
    this.read = () => storableText(read().replace(/[\ud800-\udbff]$/, '')); // The other half may follow.
    if (this.saying) return;
    const waitMs = Math.max(0, this.saidAt + TOGETHER_MS - performance.now());
    this.saying = setTimeout(() => this.saySoFar(), waitMs);
  }

  /** Tells at once what was to be told in a moment, so that what is told next comes after it. */
  sayNow(): void {
    if (this.saying) this.saySoFar();
  }

  tell(type: LoggedEventType, data: StreamEvent['data']): void {
    if (this.isClosed) return;
    this.place += 1;
    this.told.push({ id: eventId(this.run.leaseEpoch, this.place), type, data });
    this.wake();
    this.storing ??= setTimeout(() => void this.store().catch(() => undefined), STORE_MS); // The last one tries again.
  }

  /** The answer as it is going to be stored. What was told and is not its beginning is taken back by `turn.restarted`. */
  sayAll(answer: string): void {
    this.read = () => answer;
    this.saySoFar();
  }

  /** Makes durable all that was told. @throws DatabaseUnavailableError: those who follow elsewhere may miss some of it */
  async store(): Promise<void> {
    if (this.storing) clearTimeout(this.storing);
    this.storing = null;
    const upTo = this.told.length;
    const events = this.told.slice(this.stored, upTo);
    if (events.length === 0) return;
    await this.append(this.run, events);
    this.stored = Math.max(this.stored, upTo);
  }

  /** The answer as far as it was told. */
  get saidSoFar(): string {
    return this.said;
  }

  /** True: nothing after the event `after` was told before this run, so that nobody has to look into the log for it. */
  tellsAllAfter(after: number): boolean {
    const [first] = this.told;
    return first !== undefined && after >= first.id - 1;
  }

  /** Told after the event `after`, in order. */
  after(after: number): StreamEvent[] {
    return this.isBegun ? this.told.filter(({ id }) => id > after) : [];
  }

  /** Nothing more will be told. */
  close(): void {
    this.isClosed = true;
    if (this.saying) clearTimeout(this.saying);
    if (this.storing) clearTimeout(this.storing);
    this.wake();
  }

  get isOver(): boolean {
    return this.isClosed;
  }

  /** Calls `listener` whenever something was told, and when it is over, until the returned function is called. */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private wake(): void {
    for (const listener of this.listeners) listener();
  }

  private saySoFar(): void {
    if (this.saying) clearTimeout(this.saying);
    this.saying = null;
    const text = this.isClosed ? this.said : this.read();
    if (text === this.said) return;
    if (!text.startsWith(this.said)) {
      this.tell('turn.restarted', { turn_id: this.run.turnId });
      this.said = '';
    }
    this.tell('message.delta', { delta: text.slice(this.said.length) });
    this.said = text;
    this.saidAt = performance.now();
  }
}
