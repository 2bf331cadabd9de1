import type { Action } from './orders.js';
import { tagsIn } from './rooms.js';
import type { End } from './replica.js';
import { LONGEST_STOP_MS } from './settings.js';

/** What became of the replicas. */
export class FleetLog {
  readonly ends: End[] = [];
  /** Tags of conversations in what the replicas have written to their logs; content must never be there. */
  readonly toldTags = new Set<string>();
  /** How long it took, each time, until a dead replica had a successor that listens, in ms. */
  readonly returns: number[] = [];
  private readonly hits = new Map<string, number>();

  noteHit(checkpoint: string, action: Action): void {
    const key = `${action} ${checkpoint}`;
    this.hits.set(key, (this.hits.get(key) ?? 0) + 1);
  }

  noteLine(line: string): void {
    for (const tag of tagsIn(line)) this.toldTags.add(tag);
  }

  noteEnd(end: End): void {
    this.ends.push(end);
  }

  hitsOf(action: Action, checkpoint: string): number {
    return this.hits.get(`${action} ${checkpoint}`) ?? 0;
  }

  /** Of all checkpoints together. */
  allHits(action: Action): number {
    return [...this.hits].reduce((sum, [key, count]) => (key.startsWith(action) ? sum + count : sum), 0);
  }

  /** Stops that were not in order, or took too long. */
  get badStops(): End[] {
    return this.endsBy('asked').filter(
      ({ exit, tookMs }) => exit.code !== 0 || (tookMs ?? 0) > 2 * LONGEST_STOP_MS,
    );
  }

  endsBy(cause: End['cause']): End[] {
    return this.ends.filter((end) => end.cause === cause);
  }
}
