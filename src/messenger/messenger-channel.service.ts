import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Delivery, TurnChannel } from '../chat/turn-channel.js';
import { TurnChannels } from '../chat/turn-channels.service.js';
import type { OpenTurn, TurnOutcome } from '../chat/turn-line.js';
import { type Language, LANGUAGES } from '../config/chat.config.js';
import { Settings } from '../config/settings.js';
import { Platform } from '../conversation/platform.js';
import { newId } from '../database/new-id.js';
import { friendlyMessage } from '../errors/friendly-messages.js';
import { type Canned, CANNED_SENTENCES } from './canned-sentences.js';
import { handoffTo } from './handoff.js';
import { OutboxWorker } from './outbox.worker.js';
import { SenderActions } from './sender-actions.service.js';
import { threadOf } from './thread.js';

/** Shorter messages may take as long as the agent does; they are hardly ever slow. In code points. */
const LONG_MESSAGE = 200;
/** Stands in the place of an answer to what was unsent before it was its turn; nobody is sent it. */
const NOTHING = '[unsent]';
/** Pauses before a turn that failed is tried again, in ms. */
const RETRIES_MS = [1000, 2000, 4000];

type Format = typeof import('./answer-messages.js').answerMessages;

/** Messenger's part in a turn: what is said without the agent, when to try again, and what is sent. */
@Injectable()
export class MessengerChannel extends TurnChannel implements OnModuleInit {
  override readonly platform = Platform.Messenger;
  private format: Format = (text) => [{ text }];

  constructor(
    private readonly channels: TurnChannels,
    private readonly worker: OutboxWorker,
    private readonly actions: SenderActions,
    private readonly settings: Settings,
  ) {
    super();
  }

  /** The reader of Markdown takes 15 MB, which a Parley without Messenger has other uses for. */
  async onModuleInit(): Promise<void> {
    this.format = (await import('./answer-messages.js')).answerMessages;
    this.channels.plugIn(this);
  }

  override begun({ owner }: OpenTurn): () => void {
    return this.actions.type(threadOf(owner));
  }

  override replyTo({ metadata, callerLanguage }: OpenTurn): string | null {
    if (isUnsent(metadata)) return NOTHING;
    const canned = cannedFor(metadata);
    return canned && CANNED_SENTENCES[this.language(callerLanguage)][canned];
  }

  /** Only the first time: whoever needs longer gets it from the queue. */
  override runWithinMs({ question, failures }: OpenTurn): number | null {
    const isBounded = failures === 0 && [...question].length >= LONG_MESSAGE;
    return isBounded ? this.settings.messenger.processingTimeoutMs : null;
  }

  override retryAfterMs({ failures }: OpenTurn): number | null {
    return RETRIES_MS[failures] ?? null;
  }

  override deliveriesOf({ callerLanguage, metadata }: OpenTurn, outcome: TurnOutcome): readonly Delivery[] {
    if (isUnsent(metadata)) return [];
    const text = this.textOf(outcome, this.language(callerLanguage));
    const parts = text === null ? [] : this.format(text, this.settings.messenger.longReply);
    const payloads = [...parts, ...this.handoffAfter(outcome)];
    return payloads.map((payload) => ({ id: newId(), payload }));
  }

  override stored(): void {
    this.worker.wake();
  }

  /** Whoever asked for a human being is given to one once the answer has been sent. */
  private handoffAfter(outcome: TurnOutcome): Delivery['payload'][] {
    const { handoffAppId } = this.settings.messenger;
    const isWanted = outcome.state === 'answered' && outcome.answer.metadata['intent'] === 'human_handoff';
    return isWanted && handoffAppId !== null ? [handoffTo(handoffAppId)] : [];
  }

  private textOf(outcome: TurnOutcome, language: Language): string | null {
    if (outcome.state === 'answered') return outcome.answer.content;
    return outcome.state === 'failed' ? friendlyMessage(outcome.errorCode, language) : null;
  }

  private language(named: string | null): Language {
    return LANGUAGES.find((language) => language === named) ?? this.settings.chat.defaultLanguage;
  }
}

const isUnsent = (metadata: OpenTurn['metadata']): boolean => metadata['unsent'] === true;

/** As the inbox has noted it with the question. */
function cannedFor(metadata: Readonly<Record<string, unknown>>): Canned | null {
  const { canned } = metadata;
  return canned === 'greeting' || canned === 'image' || canned === 'unreadable' ? canned : null;
}
