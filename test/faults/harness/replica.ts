import { setTimeout as delay } from 'node:timers/promises';
import type { Exit } from '../../support/server-process.js';
import type { TcpProxy } from '../../support/tcp-proxy.js';
import type { Child } from './child.js';
import type { Action } from './orders.js';
import type { Spares } from './spares.js';

/** Between the end of a process that could not even start and the next try. */
const RESTART_MS = 100;

/** How a life of a replica ended: by our `kill -9`, by our SIGTERM, before it listened, or by its own doing. */
export interface End {
  readonly replica: string;
  readonly cause: 'killed' | 'asked' | 'not started' | 'by itself';
  readonly exit: Exit;
  /** From the SIGTERM to the end; null where there was none. */
  readonly tookMs: number | null;
  readonly lastWords: string;
}

export interface ReplicaOptions {
  readonly name: string;
  readonly wires: Wires;
  readonly spares: Spares;
  /** Settings of each life, by its number. */
  readonly environment: (life: number) => Record<string, string>;
  readonly clockShiftMs: number;
  readonly onHit: (checkpoint: string, action: Action) => void;
  readonly onLine: (line: string) => void;
  readonly onEnd: (end: End) => void;
  /** It listens again; nobody did in its place for `goneMs`. */
  readonly onReturn: (goneMs: number) => void;
}

/** Where its connections go through. */
export interface Wires {
  readonly postgres: TcpProxy;
  readonly redis: TcpProxy | null;
}

/** A replica that has a successor at once, whatever it ends of. */
export class FaultReplica {
  private child: Child | null = null;
  private listensAt: string | null = null;
  private lives = 0;
  private isKilled = false;
  private askedAt: number | null = null;
  private endedAt: number | null = null;
  private isOver = false;

  constructor(private readonly options: ReplicaOptions) {}

  get name(): string {
    return this.options.name;
  }

  get wires(): Wires {
    return this.options.wires;
  }

  /** It listens, whether it has been told to stop or not. */
  get isThere(): boolean {
    return this.listensAt !== null;
  }

  /** It listens, and nobody has told it to stop. */
  get isUp(): boolean {
    return this.listensAt !== null && this.askedAt === null;
  }

  /** @throws Error while it does not listen */
  get url(): string {
    if (this.listensAt === null) throw new Error(`${this.name} does not listen`);
    return this.listensAt;
  }

  /** One process after another, until `end`. @throws Error when the build can't be imported */
  async live(): Promise<void> {
    for (;;) {
      const end = await this.liveOnce(await this.options.spares.take());
      if (this.hasEnded()) return;
      this.options.onEnd(end);
      if (end.cause === 'not started') await delay(RESTART_MS);
    }
  }

  /** Arms it for the checkpoint. True when it has come there; false when it has not within `patienceMs`, or ended before. */
  async meet(checkpoint: string, action: Action, patienceMs: number): Promise<boolean> {
    return this.child ? this.child.meet(checkpoint, action, patienceMs) : false;
  }

  kill(): void {
    this.isKilled = true;
    this.child?.signal('SIGKILL');
  }

  pause(): void {
    this.child?.signal('SIGSTOP');
  }

  resume(): void {
    this.child?.signal('SIGCONT');
  }

  /** Tells it to stop, if it is up, and comes back when that process has ended, however. */
  async term(): Promise<void> {
    const { child } = this;
    if (!child || !this.isUp) return;
    this.askedAt = performance.now();
    child.signal('SIGTERM');
    await child.exited;
  }

  /** No successor any more; comes back when the last one has ended. */
  async end(): Promise<void> {
    this.isOver = true;
    this.kill();
    await this.child?.exited;
  }

  private async liveOnce(child: Child): Promise<End> {
    this.begin(child);
    const url = await child
      .start(this.options.environment(this.lives), this.options.clockShiftMs)
      .catch(() => null);
    this.listensAt = url;
    if (url !== null && this.endedAt !== null) this.options.onReturn(performance.now() - this.endedAt);
    const exit = await child.exited;
    if (url !== null) this.endedAt = performance.now();
    this.listensAt = null;
    this.child = null;
    return this.endOf(child, exit, url);
  }

  private hasEnded(): boolean {
    return this.isOver;
  }

  private begin(child: Child): void {
    this.child = child;
    this.isKilled = false;
    this.askedAt = null;
    this.lives += 1;
    child.on('line', this.options.onLine).on('hit', (checkpoint, action) => {
      this.isKilled ||= action === 'kill';
      this.options.onHit(checkpoint, action);
    });
    if (this.isOver) this.kill();
  }

  private endOf({ lastWords }: Child, exit: Exit, url: string | null): End {
    const tookMs = this.askedAt === null ? null : performance.now() - this.askedAt;
    return { replica: this.name, cause: this.causeOf(exit, url), exit, tookMs, lastWords };
  }

  private causeOf({ signal }: Exit, url: string | null): End['cause'] {
    if (this.isKilled && signal === 'SIGKILL') return 'killed';
    if (this.askedAt !== null) return 'asked';
    return url === null ? 'not started' : 'by itself';
  }
}
