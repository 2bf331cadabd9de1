import { setTimeout as delay } from 'node:timers/promises';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { OutboxService } from './outbox.service.js';

/** Mean pause between two looks; each is drawn from half to one and a half of it, so that replicas drift apart. */
const LOOK_MS = 1000;
/** Pause behind a look, in ms: what comes meanwhile is taken in one go. */
const GATHER_MS = 10;
/** Longest wait for sends that are under way when we stop. */
const GOODBYE_MS = 2500;

/** Sends what is due: at once what is stored here, within a second what others have left. */
@Injectable()
export class OutboxWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(OutboxWorker.name);
  private timer: NodeJS.Timeout | null = null;
  private isStopped: boolean;
  private isLooking = false;
  private isAskedAgain = false;

  constructor(
    private readonly outbox: OutboxService,
    private readonly settings: Settings,
  ) {
    this.isStopped = settings.server.role === 'web';
  }

  onApplicationBootstrap(): void {
    this.schedule();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.outbox.settle(GOODBYE_MS);
  }

  /** There may be something to send; many calls are one look. */
  wake(): void {
    if (this.isStopped) return;
    this.isAskedAgain = true;
    if (!this.isLooking) setImmediate(() => void this.look());
  }

  private async look(): Promise<void> {
    if (this.isLooking) return;
    this.isLooking = true;
    while (this.isAskedAgain && !this.isStopped) {
      this.isAskedAgain = false;
      await this.attempt(() => this.outbox.sendDue(() => this.wake()));
      await delay(GATHER_MS);
    }
    this.isLooking = false;
  }

  private schedule(): void {
    if (this.isStopped) return;
    this.timer = setTimeout(
      () => {
        void this.attempt(() => this.outbox.review(this.settings.messenger.unknownHoldMs)).then(() => {
          this.wake();
          this.schedule();
        });
      },
      LOOK_MS * (0.5 + Math.random()),
    );
  }

  private async attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.logger.warn(`Sends put off: ${String(error)}`); // The next look is a second away.
    }
  }
}
