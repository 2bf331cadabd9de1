import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { UnavailableError } from '../errors/request.errors.js';
import { AnswerReplacement } from './answer-replacement.service.js';
import { type AskedAgain, RegenerationClaims } from './regeneration-claims.service.js';
import { turnFailure } from './turn-failure.js';
import type { NewAnswer, OpenTurn } from './turn-line.js';
import { TurnRunner } from './turn-runner.service.js';
import type { TurnReply } from './turn-view.js';
import { untilAborted } from './until-aborted.js';

/** Gives the last answer of a conversation again. */
@Injectable()
export class RegenerationService {
  constructor(
    private readonly claims: RegenerationClaims,
    private readonly replacement: AnswerReplacement,
    private readonly runner: TurnRunner,
    private readonly settings: Settings,
  ) {}

  /**
   * Asks the agent once more, with what was said before the question, and puts the new answer in the place of the old
   * one, which is kept as a version. Until then the old one stands; a message that is accepted meanwhile goes first.
   * Waits up to TURN_WAIT_TIMEOUT_MS. Whoever hangs up cancels nothing.
   * @throws MessageNotFoundError when there is no such answer of the owner's
   * @throws ConversationBusyError while a turn is open, or another is at it
   * @throws NotLastTurnError when it is not the last turn's answer, or no more
   * @throws AgentFailedError, TurnBrokenError, UnavailableError: the old answer stands
   * @throws AgentTimeoutError: the old answer stands, unless it was only we who did not wait any longer
   */
  async regenerate(asked: AskedAgain): Promise<Extract<TurnReply, { type: 'answered' }>> {
    if (this.runner.isDraining) throw new UnavailableError();
    const turn = await this.claims.begin(asked);
    const running = this.runner.runBeside(this.claims.keep(turn), (signal) =>
      this.replacement.replace(turn, asked, signal),
    );
    const answer = await this.patiently(turn, running);
    const { turnId, conversationId, userMessageId } = turn;
    return { type: 'answered', turnId, conversationId, userMessageId, answer, isReplay: false };
  }

  private async patiently(turn: OpenTurn, running: Promise<NewAnswer>): Promise<NewAnswer> {
    const patience = new AbortController();
    const giveUp = (): void => patience.abort(turnFailure({ ...turn, isReplay: false }, null));
    const timer = setTimeout(giveUp, this.settings.chat.turnWaitTimeoutMs);
    try {
      return await untilAborted(running, patience.signal);
    } finally {
      clearTimeout(timer);
    }
  }
}
