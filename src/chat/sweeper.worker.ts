import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { TurnDispatcher } from './turn-dispatcher.service.js';
import { TurnRepository } from './turn.repository.js';
import { TurnRunner } from './turn-runner.service.js';

/** Mean pause between two sweeps; each is drawn from half to one and a half of it, so that replicas drift apart. */
const SWEEP_MS = 1000;
/** Lines taken over at a time, and most lines in flight for which more are taken. */
const SWEEP_LIMIT = 50;
const BUSY_LINES = 200;

/**
 * Takes over turns that nobody runs: of dead, stopped or paused processes. It runs on every replica, without a leader:
 * the claim decides.
 */
@Injectable()
export class SweeperWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(SweeperWorker.name);
  private timer: NodeJS.Timeout | null = null;
  private isStopped = false;

  constructor(
    private readonly turns: TurnRepository,
    private readonly runner: TurnRunner,
    private readonly dispatcher: TurnDispatcher,
    settings: Settings,
  ) {
    this.isStopped = settings.server.role === 'web';
    dispatcher.onOffer((conversationId) => this.attempt(() => this.takeOver(conversationId)));
  }

  onApplicationBootstrap(): void {
    this.schedule();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.stop();
  }

  /** Takes nothing over from now on. */
  async stop(): Promise<void> {
    this.isStopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.dispatcher.stopTaking();
  }

  private schedule(): void {
    if (this.isStopped) return;
    this.timer = setTimeout(
      () => void this.attempt(() => this.sweep()).then(() => this.schedule()),
      pauseMs(),
    );
  }

  private async sweep(): Promise<void> {
    if (this.runner.running >= BUSY_LINES) return;
    const due = await this.turns.findDue(SWEEP_LIMIT);
    for (const conversationId of due) await this.takeOver(conversationId);
  }

  private async takeOver(conversationId: string): Promise<void> {
    if (!this.isStopped) await this.runner.takeOver(conversationId);
  }

  private async attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.logger.warn(`Sweep put off: ${String(error)}`); // The next one is a second away.
    }
  }
}

const pauseMs = (): number => SWEEP_MS * (0.5 + Math.random());
