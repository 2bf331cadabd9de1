import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { ConversationService } from '../conversation/conversation.service.js';
import { TurnStreams } from '../stream/turn-streams.service.js';
import { TurnRepository } from './turn.repository.js';

const CLEANING_MS = 60_000;
/** Rows of one statement. */
const CLEANING_LIMIT = 1000;
/** How long a redelivered message is recognized after its conversation was erased. */
const KEEP_ERASED_DAYS = 7;
/** How long callers may come back for what a turn has told. */
const KEEP_EVENTS_HOURS = 24;

/** Once a minute forgets old idempotency keys, what turns told a day ago, and what erased conversations left behind. */
@Injectable()
export class CleaningWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(CleaningWorker.name);
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly turns: TurnRepository,
    private readonly conversations: ConversationService,
    private readonly streams: TurnStreams,
    private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    if (this.settings.server.role !== 'web') this.timer = setInterval(() => void this.clean(), CLEANING_MS);
  }

  onApplicationShutdown(): void {
    if (this.timer) clearInterval(this.timer);
  }

  /** One round; what it can't do now, the next one does. */
  async clean(): Promise<void> {
    try {
      await untilShort(() => this.turns.expireKeys(CLEANING_LIMIT));
      await untilShort(() => this.streams.forget(KEEP_EVENTS_HOURS, CLEANING_LIMIT));
      await untilShort(() => this.conversations.deleteErased(KEEP_ERASED_DAYS, CLEANING_LIMIT));
    } catch (error) {
      this.logger.warn(`Cleaning put off: ${String(error)}`);
    }
  }
}

/** Repeats a bounded round until one finds less than it may. */
async function untilShort(round: () => Promise<number>): Promise<void> {
  while ((await round()) >= CLEANING_LIMIT);
}
