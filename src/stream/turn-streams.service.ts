import { Injectable } from '@nestjs/common';
import { eventId, isOfRun, type StreamEvent } from './stream-event.js';
import { type StreamedRun, TurnLogRepository } from './turn-log.repository.js';
import { TurnStream } from './turn-stream.js';

/** The streams of the turns that run in this process. */
@Injectable()
export class TurnStreams {
  private readonly streams = new Map<string, TurnStream>();

  constructor(private readonly log: TurnLogRepository) {}

  /**
   * Makes the turn a streamed one: whoever runs it tells what it does. Gives the event.
   * @throws DatabaseUnavailableError
   */
  async create(run: StreamedRun, data: StreamEvent['data']): Promise<StreamEvent> {
    const event: StreamEvent = { id: eventId(run.leaseEpoch, 0), type: 'turn.created', data };
    await this.log.begin(run, event);
    return event;
  }

  /** A run of a streamed turn begins here; `lastEventId`: of what was told before. @throws DatabaseUnavailableError */
  async begin(run: StreamedRun, lastEventId: number): Promise<TurnStream> {
    const stream = new TurnStream(run, (of, events) => this.log.append(of, events));
    this.streams.set(run.turnId, stream);
    await stream.begin(isOfRun(lastEventId) ? 'turn.restarted' : 'turn.started').catch((error: unknown) => {
      this.end(run.turnId, stream);
      throw error;
    });
    return stream;
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
}
