import { setTimeout as delay } from 'node:timers/promises';
import { between, type Scene } from './scene.js';

/** Something that goes wrong. */
export interface Nemesis {
  readonly name: string;
  /** Requests may fail because of it: they are cut, or answered with an error. */
  readonly isHarsh: boolean;
  /** Comes back when that is over. */
  readonly strike: (scene: Scene) => Promise<void>;
}

/** Nemeses that strike one after the other; groups strike at the same time. */
export interface NemesisGroup {
  readonly name: string;
  readonly nemeses: readonly Nemesis[];
  /** Mean time between two strikes, in ms. */
  readonly pauseMs: number;
  /** The same where no other group strikes; as long when absent. */
  readonly alonePauseMs?: number;
  /** Strikes at the same time; 1 when absent. */
  readonly lanes?: number;
}

/** Strikes again and again until it is told to stop. */
export class Plague {
  /** How often each nemesis has struck, by its name. */
  readonly strikes = new Map<string, number>();
  private readonly over = new AbortController();
  /** Rejects when a strike could not be carried out. */
  readonly lanes: Promise<unknown>;

  constructor(
    private readonly scene: Scene,
    groups: readonly NemesisGroup[],
  ) {
    const lanes = groups.flatMap((group) =>
      Array.from({ length: group.lanes ?? 1 }, () => this.haunt(group)),
    );
    this.lanes = Promise.all(lanes);
  }

  /** Comes back when no strike is under way any more. */
  async stop(): Promise<void> {
    this.over.abort();
    await this.lanes;
  }

  /** In their order, so that a short run sees each of them. */
  private async haunt({ nemeses, pauseMs }: NemesisGroup): Promise<void> {
    for (let next = 0; ; next += 1) {
      await this.pause(between(this.scene, pauseMs / 2, pauseMs * 1.5));
      const nemesis = nemeses[next % nemeses.length];
      if (this.over.signal.aborted || !nemesis) return;
      this.strikes.set(nemesis.name, (this.strikes.get(nemesis.name) ?? 0) + 1);
      await nemesis.strike(this.scene);
    }
  }

  private async pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.over.signal }).catch(() => undefined);
  }
}
