import { Test, type TestingModule } from '@nestjs/testing';
import { UNKNOWN } from '../../src/agent/small-talk.js';
import { ConfigModule } from '../../src/config/config.module.js';
import { loadSettings } from '../../src/config/settings.js';
import { DatabaseModule } from '../../src/database/database.module.js';
import type { PipelineContext } from '../../src/pipeline/pipeline-context.js';
import { PipelineModule } from '../../src/pipeline/pipeline.module.js';
import { PipelineOrchestrator } from '../../src/pipeline/pipeline-orchestrator.service.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { OpenAiStandIn } from '../support/openai-stand-in.js';
import { askStandIn } from '../support/agent-env.js';

let database: TestDatabase;
let nest: TestingModule;

async function start(environment: Record<string, string> = {}): Promise<PipelineOrchestrator> {
  const settings = loadSettings({ DATABASE_URL: database.url, DATABASE_POOL_SIZE: '2', ...environment });
  const imports = [ConfigModule.forRoot(settings), DatabaseModule, PipelineModule];
  nest = await Test.createTestingModule({ imports }).compile();
  await nest.init();
  return nest.get(PipelineOrchestrator);
}

function turn(message: string, callerLanguage: string | null = null): PipelineContext {
  return {
    conversationId: 'c-1',
    turnId: 't-1',
    ownerKind: 'device',
    ownerId: 'd-1',
    platform: 'web',
    message,
    history: [],
    summary: null,
    callerLanguage,
    signal: new AbortController().signal,
    hear: null,
  };
}

beforeAll(async () => {
  database = await cloneDatabase();
});
afterEach(() => nest.close());
afterAll(() => database.drop());

describe('a fresh installation without a model', () => {
  it('answers "How do I start Parley?" from the section about it', async () => {
    const result = await (await start()).process(turn('How do I start Parley?'));

    expect(result.finalResponse).toContain('npm start');
    expect(result.sources).toMatchObject([{ title: 'How do I start Parley?' }]);
    expect(result).toMatchObject({ intent: 'question', language: 'en', model: null, usage: null });
  });

  it('declines "What is the capital of France?" without sources', async () => {
    const result = await (await start()).process(turn('What is the capital of France?'));

    expect(result).toMatchObject({ finalResponse: UNKNOWN.en, sources: [] });
  });

  it('greets in the language of the caller', async () => {
    const result = await (await start()).process(turn('Hallo!', 'de'));

    expect(result).toMatchObject({ intent: 'greeting', language: 'de', sources: [] });
    expect(result.finalResponse).toContain('Hallo');
  });
});

describe('an installation with a model', () => {
  it('tells the model what the knowledge base says and names it as sources', async () => {
    const model = await OpenAiStandIn.start();

    const result = await (await start(askStandIn(model))).process(turn('How do I start Parley?'));
    await model.close();

    expect(model.requests[0]?.body.messages[0]?.content).toContain('npm start');
    expect(result.finalResponse).toBe('Echo: How do I start Parley?');
    expect(result.sources[0]?.title).toBe('How do I start Parley?');
  });
});
