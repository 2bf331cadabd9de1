import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { ChatService } from './chat.service.js';
import { SweeperWorker } from './sweeper.worker.js';
import { TurnRunner } from './turn-runner.service.js';

/** Longest wait for leases to be given back; a database that doesn't answer by then lets them expire. */
const GIVE_BACK_MS = 2000;

/** Ends the work of this process; whatever it doesn't finish, another one, or the restart, does. */
@Injectable()
export class ChatShutdown {
  constructor(
    private readonly sweeper: SweeperWorker,
    private readonly runner: TurnRunner,
    private readonly chat: ChatService,
    private readonly settings: Settings,
  ) {}

  /**
   * Waits up to SHUTDOWN_GRACE_MS for the turns in flight and for those that callers here wait for, which another process
   * may run; then gives the rest back and lets every waiting caller go.
   */
  async drain(): Promise<void> {
    const graceMs = this.settings.server.shutdownGraceMs;
    this.runner.stopTaking();
    await this.sweeper.stop();
    await Promise.all([this.chat.settle(graceMs), this.runner.settle(graceMs)]);
    this.runner.interrupt();
    this.chat.stopWaiting();
    await this.runner.settle(GIVE_BACK_MS);
  }
}
