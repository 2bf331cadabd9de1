import { Injectable } from '@nestjs/common';
import { eventId, isOfRun, type StreamEvent } from './stream-event.js';
import { type StreamedRun, TurnLogRepository } from './turn-log.repository.js';
import { TurnStream } from './turn-stream.js';

/** The streams of the turns that run in this process. */
@Injectable()
export class TurnStreams {
  private readonly streams = new Map<string, TurnStream>();
  /** By turn: told with the begin of its run. */
  private readonly announced = new Map<string, StreamEvent>();

  constructor(private readonly log: TurnLogRepository) {}

  /**
   * Makes the turn a streamed one: whoever runs it tells what it does. Gives the event.
   * @throws DatabaseUnavailableError
   */
  async create(run: StreamedRun, data: StreamEvent['data']): Promise<StreamEvent> {
    const event = createdEvent(run, data);
    await this.log.begin(run, event);
    return event;
  }

  /** The same, of a turn that is going to run here next: the event is stored and told with the begin of that run. */
  announce(run: StreamedRun, data: StreamEvent['data']): StreamEvent {
    const event = createdEvent(run, data);
    this.announced.set(run.turnId, event);
    return event;
  }

  /**
   * A run of a streamed turn begins here, at once: it need not wait until that is durable, but only those who listen.
   * `lastEventId`: of what was told before. `begun` rejects with DatabaseUnavailableError; the stream has ended then.
   */
  begin(run: StreamedRun, lastEventId: number): { stream: TurnStream; begun: Promise<void> } {
    const stream = new TurnStream(run, (of, events) => this.log.append(of, events));
    this.streams.set(run.turnId, stream);
    const created = this.announced.get(run.turnId) ?? null;
    this.announced.delete(run.turnId);
    const begun = stream.begin(isOfRun(lastEventId) ? 'turn.restarted' : 'turn.started', created);
    return { stream, begun: begun.catch((error: unknown) => this.abandon(run.turnId, stream, error)) };
  }

  /** What is in the log behind the event `after`, in order. @throws DatabaseUnavailableError */
  read(turnId: string, after: number): Promise<StreamEvent[]> {
    return this.log.read(turnId, after);
  }

  /** Forgets what was told more than so many hours ago, at most `limit` events; returns how many. @throws DatabaseUnavailableError */
  forget(hours: number, limit: number): Promise<number> {
    return this.log.deleteOld(hours, limit);
  }

  /** The run is over, whatever came of it. */
  end(turnId: string, stream: TurnStream): void {
    stream.close();
    if (this.streams.get(turnId) === stream) this.streams.delete(turnId);
  }

  /** Null: it does not run here, or is not streamed. */
  of(turnId: string): TurnStream | null {
    return this.streams.get(turnId) ?? null;
  }

  private abandon(turnId: string, stream: TurnStream, error: unknown): never {
    this.end(turnId, stream);
    throw error;
  }
}

const createdEvent = ({ leaseEpoch }: StreamedRun, data: StreamEvent['data']): StreamEvent => ({
  id: eventId(leaseEpoch, 0),
  type: 'turn.created',
  data,
});
