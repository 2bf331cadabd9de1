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

  /**
   * Waits up to SHUTDOWN_GRACE_MS for the turns in flight and for those that callers here wait for, which another process
   * may run; then gives the rest back and lets every waiting caller go.
   */
  async drain(): Promise<void> {
    const graceMs = this.settings.server.shutdownGraceMs;
    this.sweeper.stop();
    await Promise.all([this.runner.drain(graceMs), this.waiter.drain(graceMs)]);
  }
}
