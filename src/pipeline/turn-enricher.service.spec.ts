import { Logger } from '@nestjs/common';
import { DatabaseError } from 'pg';
import { loadSettings } from '../config/settings.js';
import { EnrichmentStage } from './enrichment.stage.js';
import type { PipelineContext } from './pipeline-context.js';
import { StageClock } from './stage-clock.js';
import { TurnEnricher } from './turn-enricher.service.js';

const context: PipelineContext = {
  conversationId: 'c-1',
  turnId: 't-1',
  ownerKind: 'device',
  ownerId: 'd-1',
  platform: 'web',
  message: 'When do you open your doors?',
  history: [],
  summary: null,
  callerLanguage: null,
  signal: new AbortController().signal,
  hear: null,
};

class BrokenStage extends EnrichmentStage {
  override readonly name = 'broken';

  constructor(private readonly failure: Error) {
    super();
  }

  override async enrich(): Promise<never> {
    throw this.failure;
  }
}

/** What is logged when a stage fails this way. */
async function logOf(failure: Error): Promise<string> {
  const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
  const enricher = new TurnEnricher(loadSettings({}), [new BrokenStage(failure)]);
  await enricher.enrich({ context, isBlocked: false, clock: new StageClock() });
  return JSON.stringify(warn.mock.calls);
}

describe(TurnEnricher.name, () => {
  afterEach(() => jest.restoreAllMocks());

  it('logs why a stage was skipped', async () => {
    await expect(logOf(new Error('no database'))).resolves.toMatch(/broken.*t-1.*Error: no database/);
  });

  it('logs no word of a question that the database quotes', async () => {
    const refusal = new DatabaseError('syntax error in tsquery: "doors"', 0, 'error');
    refusal.code = '42601';

    const log = await logOf(refusal);

    expect(log).toContain('SQLSTATE 42601');
    expect(log).not.toContain('doors');
  });
});
