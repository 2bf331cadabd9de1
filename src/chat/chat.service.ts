import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { UnavailableError } from '../errors/request.errors.js';
import type { TurnTicket } from '../throttle/turn-ticket.js';
import { type ChannelMessage, channelTurn } from './channel-message.js';
import { OpenWork } from './open-work.js';
import { TurnAcceptance, type Acceptance } from './turn-acceptance.service.js';
import { turnFailure } from './turn-failure.js';
import type { OpenTurn, TurnOutcome } from './turn-line.js';
import { acceptedView, type TurnReply } from './turn-view.js';
import { newTurn, type TurnRequest } from './turn-request.js';
import { TurnRunner } from './turn-runner.service.js';
import { TurnWaiter } from './turn-waiter.service.js';

/** The one door to a turn. */
@Injectable()
export class ChatService {
  private readonly calls = new OpenWork();

  constructor(
    private readonly acceptance: TurnAcceptance,
    private readonly runner: TurnRunner,
    private readonly waiter: TurnWaiter,
    private readonly settings: Settings,
  ) {}

  /**
   * Stores the message, has it answered in its conversation's order, and waits for the answer up to
   * TURN_WAIT_TIMEOUT_MS, or not at all if the caller would rather look later. Whoever hangs up meanwhile cancels
   * nothing: the answer is stored.
   * @throws InvalidMessageError, MessageTooLongError, ConversationNotFoundError, ConversationBusyError,
   *   IdempotencyKeyReusedError, UnavailableError while we stop: nothing was stored
   * @throws AgentFailedError, TurnBrokenError: the question is stored, it has no answer; the same key tries again
   * @throws AgentTimeoutError: the question is stored and the turn may still be answered
   */
  takeTurn(request: TurnRequest): Promise<TurnReply> {
    return this.calls.track(this.answer(request));
  }

  /**
   * Stores a message that a channel brings, once however often it is delivered, and has it answered in its conversation's
   * order; the channel is told by its TurnChannel. False: it was stored before.
   * @throws UnavailableError while we stop: nothing was stored
   * @throws DatabaseUnavailableError: it may have been stored; another delivery changes nothing then
   */
  async receive(message: ChannelMessage): Promise<boolean> {
    if (this.runner.isDraining) throw new UnavailableError();
    const { run, isNew } = await this.calls.track(this.acceptance.receive(channelTurn(message)));
    if (run && message.isForQueue) this.runner.leave(run);
    else if (run) this.runner.start(run);
    return isNew;
  }

  /**
   * Stores the message and has it answered in its conversation's order, without waiting for that. `before` comes between the
   * two, and gives the run as it is to be.
   * @throws as `takeTurn` does where nothing was stored
   */
  open(
    request: TurnRequest,
    before: (accepted: Acceptance) => Promise<OpenTurn | null>,
  ): Promise<Acceptance> {
    return this.calls.track(this.accept(request, before));
  }

  /** Waits up to `patienceMs` for the calls of `takeTurn` to end. */
  settle(patienceMs: number): Promise<void> {
    return this.calls.settle(patienceMs);
  }

  /** Lets every caller go who still waits for an answer. */
  stopWaiting(): void {
    this.waiter.stop();
  }

  private async answer(request: TurnRequest): Promise<TurnReply> {
    const endsAt = performance.now() + this.settings.chat.turnWaitTimeoutMs;
    const accepted = await this.accept(request, ({ run }) => Promise.resolve(run));
    const { turnId, conversationId, userMessageId, isReplay } = accepted;
    if (request.respondAsync) return { type: 'pending', turn: acceptedView(accepted), isReplay };
    const outcome = accepted.outcome ?? (await this.end(accepted, endsAt));
    if (outcome?.state !== 'answered') throw turnFailure(accepted, outcome);
    return { type: 'answered', turnId, conversationId, userMessageId, isReplay, answer: outcome.answer };
  }

  private async accept(
    request: TurnRequest,
    before: (accepted: Acceptance) => Promise<OpenTurn | null>,
  ): Promise<Acceptance> {
    if (this.runner.isDraining) throw new UnavailableError();
    const accepted = await this.acceptance.accept(newTurn(request), request.ticket);
    this.begin(await before(accepted), request.ticket);
    return accepted;
  }

  private begin(run: OpenTurn | null, ticket: TurnTicket | null): void {
    if (!run) return ticket?.drop();
    ticket?.keep();
    this.runner.start(run);
  }

  private async end(accepted: Acceptance, endsAt: number): Promise<TurnOutcome | null> {
    try {
      return await this.waiter.wait(accepted.turnId, { endsAt, isRunHere: accepted.run !== null });
    } catch (error) {
      throw error instanceof UnavailableError ? turnFailure(accepted, 'interrupted') : error;
    }
  }
}
