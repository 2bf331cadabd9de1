import { Injectable } from '@nestjs/common';
import type { Language } from '../config/chat.config.js';
import { DatabaseUnavailableError } from '../database/database.errors.js';
import type { StreamEvent } from '../stream/stream-event.js';
import type { TurnStream } from '../stream/turn-stream.js';
import { TurnStreams } from '../stream/turn-streams.service.js';
import { Bell } from './bell.js';
import { endEvents } from './turn-end-events.js';
import { TurnRepository } from './turn.repository.js';
import { TurnSignals } from './turn-signals.service.js';

/** Pause between two looks into the log of a turn that another process runs, in ms. */
const LOOK_MS = 250;

export interface FollowOptions {
  /** Id of the event that the caller has seen last; 0: none. */
  readonly after: number;
  /** Of the sentence that tells a failure. */
  readonly language: Language;
  /** Ends it, between two events. */
  readonly signal: AbortSignal;
}

interface Seen {
  readonly events: readonly StreamEvent[];
  /** Null: it has not ended, or nobody knows. */
  readonly ending: readonly StreamEvent[] | null;
}

/** Tells what a turn tells, whoever runs it: from the process itself where it runs here, else from the log. */
@Injectable()
export class TurnFollower {
  constructor(
    private readonly turns: TurnRepository,
    private readonly streams: TurnStreams,
    private readonly signals: TurnSignals,
  ) {}

  /**
   * The events after `after`, in order and each once, up to the turn's end; ends without one where the process stops first. While
   * the database does not answer, nothing is told.
   */
  async *follow(turnId: string, { after, language, signal }: FollowOptions): AsyncGenerator<StreamEvent> {
    const bell = new Bell();
    const unsubscribe = this.signals.subscribe(turnId, () => bell.ring(null));
    let last = after;
    try {
      const begun = this.streams.of(turnId);
      if (!begun) await this.signals.watch(turnId);
      if (begun?.tellsAllAfter(after)) last = yield* this.listen(begun, { last, signal });
      while (!signal.aborted && !this.signals.isStopped) {
        const seen = await this.look(turnId, last, language);
        for (const event of seen.events) yield ((last = event.id), event);
        if (seen.ending) return yield* seen.ending.filter(({ id }) => id > last);
        const live = this.streams.of(turnId);
        if (live) last = yield* this.listen(live, { last, signal });
        await bell.pause(LOOK_MS);
      }
    } finally {
      unsubscribe();
    }
  }

  /** In this order: what is stored before the end is told before it. */
  private async look(turnId: string, last: number, language: Language): Promise<Seen> {
    try {
      const record = await this.turns.findById(turnId);
      const events = await this.streams.read(turnId, last);
      return { events, ending: record ? endEvents(record, last, language) : [] };
    } catch (error) {
      if (error instanceof DatabaseUnavailableError) return { events: [], ending: null };
      throw error;
    }
  }

  /** What a run here tells, until it is over; gives the id of its last event. */
  private async *listen(
    stream: TurnStream,
    { last: first, signal }: { last: number; signal: AbortSignal },
  ): AsyncGenerator<StreamEvent, number> {
    const bell = new Bell();
    const unlisten = stream.listen(() => bell.ring(null));
    signal.addEventListener('abort', () => bell.ring(null));
    let last = first;
    try {
      for (;;) {
        for (const event of stream.after(last)) yield ((last = event.id), event);
        if (stream.isOver || signal.aborted || this.signals.isStopped) return last;
        await bell.pause(LOOK_MS);
      }
    } finally {
      unlisten();
    }
  }
}
