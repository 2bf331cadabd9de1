import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Passage } from '../../src/agent/agent-runner.js';
import { MIN_ANSWER_SCORE } from '../../src/agent/knowledge.agent.js';
import { loadSettings } from '../../src/config/settings.js';
import { KnowledgeService } from '../../src/knowledge/knowledge.service.js';
import { starterDocuments } from '../../src/knowledge/starter-knowledge.service.js';
import { IntentStage } from '../../src/pipeline/intent.stage.js';
import { KnowledgeStage } from '../../src/pipeline/knowledge.stage.js';
import type { PipelineContext } from '../../src/pipeline/pipeline-context.js';
import { KnowledgeDesk } from '../support/knowledge-desk.js';

const questions = z
  .object({ answered: z.record(z.string(), z.string()), unanswered: z.array(z.string()) })
  .parse(JSON.parse(readFileSync('test/fixtures/newcomer-questions.json', 'utf8')));

const TOPICS = [
  'How do I connect Facebook Messenger?',
  'Do I need Redis?',
  'How do I stream an answer?',
  'How do I delete a conversation?',
];
/** "This thing" is the topic where there is one. */
const LEANING = ['How do I get this thing running?'];

let desk: KnowledgeDesk;
let stage: KnowledgeStage;

beforeAll(async () => {
  desk = await KnowledgeDesk.open();
  await desk.knowledge.importMarkdown(await starterDocuments());
  stage = new KnowledgeStage(desk.knowledge, new IntentStage(loadSettings({})));
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => desk.close());

function context(message: string, earlier: readonly string[]): PipelineContext {
  const history = earlier.flatMap((content) => [
    { role: 'user' as const, content },
    { role: 'assistant' as const, content: 'An answer.' },
  ]);
  return {
    conversationId: 'c-1',
    turnId: 't-1',
    ownerKind: 'device',
    ownerId: 'd-1',
    platform: 'web',
    message,
    history,
    summary: null,
    callerLanguage: null,
    signal: new AbortController().signal,
    hear: null,
  };
}

async function passagesFor(message: string, ...earlier: string[]): Promise<readonly Passage[]> {
  const draft = {
    context: context(message, earlier),
    language: 'en',
    intent: 'question',
    passages: [],
  } as const;
  return (await stage.enrich(draft)).passages ?? [];
}

/** The title of the passage that the embedded agent would answer with; null where it would decline. */
async function answerTo(message: string, ...earlier: string[]): Promise<string | null> {
  const [best] = await passagesFor(message, ...earlier);
  return best && best.score >= MIN_ANSWER_SCORE ? best.title : null;
}

describe(KnowledgeStage.name, () => {
  it.each(TOPICS)('answers every newcomer after "%s" as if he had asked nothing before', async (topic) => {
    const asked = Object.entries(questions.answered).filter(([question]) => !LEANING.includes(question));
    const bent: string[] = [];
    for (const [question, title] of asked)
      if ((await answerTo(question, topic)) !== title) bent.push(question);

    expect(asked.length).toBeGreaterThan(100);
    expect(bent).toEqual([]);
  });

  it.each(TOPICS)('declines what is about other things after "%s" too', async (topic) => {
    const answered: string[] = [];
    for (const question of questions.unanswered)
      if ((await answerTo(question, topic)) !== null) answered.push(question);

    expect(answered).toEqual([]);
  });

  it('searches once for a question that stands on its own, twice at most for any', async () => {
    const search = jest.spyOn(KnowledgeService.prototype, 'search');

    await passagesFor('How do I connect Facebook Messenger?', 'Do I need Redis?');
    const alone = search.mock.calls.length;
    await passagesFor('And how do I stop it?', 'How do I start Parley?', 'Do I need Redis?');

    expect([alone, search.mock.calls.length - alone]).toEqual([1, 2]);
  });

  it('gives what fits the question alone where nothing fits both', async () => {
    await desk.knowledge.importMarkdown([{ source: 'pets', markdown: '# Pets\nAxolotls swim.' }]);

    const [best] = await passagesFor('And is it an axolotl?', 'Do I need Redis?');

    expect([best?.title, best?.score]).toEqual(['Pets', 0.7]);
  });
});
