import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { SweeperWorker } from './sweeper.worker.js';
import { TurnRunner } from './turn-runner.service.js';
import { TurnWaiter } from './turn-waiter.service.js';

/** Ends the work of this process; whatever it doesn't finish, another one, or the restart, does. */
@Injectable()
export class ChatShutdown {
  constructor(
    private readonly sweeper: SweeperWorker,
    private readonly runner: TurnRunner,
    private readonly waiter: TurnWaiter,
    private readonly settings: Settings,
  ) {}

  /** Waits up to SHUTDOWN_GRACE_MS for the turns in flight, gives the rest back, and lets every waiting caller go. */
  async drain(): Promise<void> {
    this.sweeper.stop();
    await this.runner.drain(this.settings.server.shutdownGraceMs);
    this.waiter.stop();
  }
}
