import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { OpenWork } from '../chat/open-work.js';
import type { MessengerProfile } from '../config/messenger-profile.js';
import { Settings } from '../config/settings.js';
import { type PageAccess, pageAccesses } from './page-tokens.js';
import { ProfileSync } from './profile-sync.service.js';

/** Pause after the database did not answer, in ms. */
const PAUSE_MS = 30_000;
/** Longest wait for calls that are under way when we stop. */
const GOODBYE_MS = 2500;

/** Sees to it, from the start on, that every page gets the Messenger profile that is declared. */
@Injectable()
export class ProfileWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(ProfileWorker.name);
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly syncs = new OpenWork();
  private isStopped = false;

  constructor(
    private readonly profiles: ProfileSync,
    private readonly settings: Settings,
  ) {}

  /** Waits for nothing: Parley serves meanwhile. */
  onApplicationBootstrap(): void {
    const { server, messenger } = this.settings;
    const { profile } = messenger;
    if (server.role === 'web' || profile === null || Object.keys(profile).length === 0) return;
    for (const page of pageAccesses(messenger)) this.schedule(page, profile, 0);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
    await this.syncs.settle(GOODBYE_MS);
  }

  private schedule(page: PageAccess, profile: MessengerProfile, pauseMs: number): void {
    if (this.isStopped) return;
    const timer = setTimeout(() => void this.syncs.track(this.sync(page, profile)), pauseMs);
    this.timers.set(page.pageId, timer);
  }

  private async sync(page: PageAccess, profile: MessengerProfile): Promise<void> {
    const pauseMs = await this.profiles.sync(page, profile).catch((error: unknown) => {
      this.logger.warn(`Messenger profile of page ${page.pageId} put off: ${String(error)}`);
      return PAUSE_MS;
    });
    if (pauseMs !== null) this.schedule(page, profile, pauseMs);
  }
}
