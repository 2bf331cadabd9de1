import { Injectable } from '@nestjs/common';
import type { ExpectedError } from '../errors/expected.errors.js';
import { type AskedAgain, RegenerationClaims } from './regeneration-claims.service.js';
import { TurnAfterword } from './turn-afterword.service.js';
import { TurnAnswerer } from './turn-answerer.service.js';
import type { TurnEnding } from './turn-ending.js';
import { turnFailure } from './turn-failure.js';
import type { NewAnswer, OpenTurn } from './turn-line.js';

/** Asks the agent once more, under a claim that the caller keeps, and puts what it says in the place of the old answer. */
@Injectable()
export class AnswerReplacement {
  constructor(
    private readonly claims: RegenerationClaims,
    private readonly answerer: TurnAnswerer,
    private readonly afterword: TurnAfterword,
  ) {}

  /** @throws as RegenerationService does; then the old answer stands, and the claim is over */
  async replace(turn: OpenTurn, asked: AskedAgain, signal: AbortSignal): Promise<NewAnswer> {
    const startedAt = performance.now();
    const { ending, tail } = await this.answerer.answer(turn, signal);
    const answer = await this.store(turn, asked, ending).catch(async (error: unknown) => {
      await this.claims.end(turn);
      throw error;
    });
    const changed = { ...turn, revision: turn.revision + 1 };
    const runMs = performance.now() - startedAt;
    await this.afterword.tell(changed, { outcome: { state: 'answered', answer }, tail, runMs, more: false });
    return answer;
  }

  /** Only an answer is stored; every other ending is thrown. */
  private async store(turn: OpenTurn, asked: AskedAgain, ending: TurnEnding): Promise<NewAnswer> {
    if (ending.type === 'lost') throw await this.claims.overtaken(asked);
    if (ending.type !== 'answer') throw failureOf(turn, ending);
    const answer = { ...ending.answer, messageId: asked.messageId };
    if (!(await this.claims.replace(turn, answer))) throw await this.claims.overtaken(asked);
    return answer;
  }
}

function failureOf(turn: OpenTurn, ending: Exclude<TurnEnding, { type: 'answer' | 'lost' }>): ExpectedError {
  const outcome = ending.type === 'failure' ? ({ state: 'failed', ...ending } as const) : 'interrupted';
  return turnFailure({ ...turn, isReplay: false }, outcome);
}
