import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { SMALL_TALK, UNKNOWN } from '../../src/agent/small-talk.js';
import { LANGUAGES } from '../../src/config/chat.config.js';
import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import type { ChatBody } from '../support/api.js';
import { startApp, type TestApp } from '../support/app.js';

const ADMIN_TOKEN = 'a token of the admins';

/** What is known in a language about two things, and what somebody asks about one of them. */
const households = z
  .array(
    z.object({
      language: z.enum(LANGUAGES),
      sections: z.record(z.string(), z.string()),
      first: z.string(),
      /** Leans on the first question. */
      then: z.string(),
      answer: z.string(),
      /** Questions without a word of their own. */
      bare: z.array(z.string()),
    }),
  )
  .parse(JSON.parse(readFileSync('test/fixtures/follow-ups.json', 'utf8')));

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ env: { ADMIN_TOKEN } });
  for (const { language, sections } of households) {
    const passages = Object.entries(sections).map(([heading, text]) => `## ${heading}\n${text}`);
    await add(app, `household-${language}`, passages.join('\n\n'));
  }
});
afterAll(() => app.stop());

async function add(to: TestApp, source: string, content: string): Promise<void> {
  const headers = { Authorization: `Bearer ${ADMIN_TOKEN}` };
  const { status } = await to.client().call('/knowledge/documents', { json: { source, content }, headers });
  expect(status).toBe(201);
}

/** Asks in one conversation, one after the other; gives the answers. */
async function talk(messages: readonly string[], language = 'en'): Promise<ChatBody[]> {
  const client = app.client();
  const answers: ChatBody[] = [];
  for (const message of messages) {
    const conversation_id = answers[0]?.conversation_id;
    const headers = { 'Accept-Language': language };
    answers.push((await client.chat(message, { conversation_id, headers })).body);
  }
  return answers;
}

/** The title of the passage that answered last; undefined where nothing did. */
async function lastTitle(...messages: string[]): Promise<string | undefined> {
  return titleOf((await talk(messages)).at(-1));
}

function titleOf(body: ChatBody | undefined): string | undefined {
  const sources = z.array(z.object({ title: z.string() })).parse(body?.metadata['sources']);
  return sources[0]?.title;
}

describe('a follow-up question', () => {
  it.each(households)('in $language is about what was asked before: $then', async (household) => {
    const { language, first, then, answer } = household;

    const answers = await talk([first, then], language);

    expect(answers.map(({ response }) => response)).toEqual([household.sections[first], answer]);
    expect(titleOf(answers[1])).toBe(Object.keys(household.sections)[3]);
  });

  it.each(
    households.flatMap(({ bare, ...household }) => bare.map((question) => ({ ...household, question }))),
  )(
    'in $language that names nothing gets what is known of the topic: $question',
    async ({ language, sections, first, question }) => {
      const [, second] = await talk([first, question], language);

      expect(second?.response).toBe(sections[first]);
    },
  );

  it.each(households)(
    'in $language finds nothing in a conversation that begins with it',
    async (household) => {
      const [only] = await talk([household.bare[0] ?? ''], household.language);

      expect(only?.response).toBe(UNKNOWN[household.language]);
    },
  );

  it.each([
    ['How do I start Parley?', 'And how do I stop it?', 'How do I stop and restart Parley?'],
    ['How do I scale to several replicas?', 'What about Redis?', 'Do I need Redis?'],
    [
      'How do I stream an answer?',
      'And how do I resume it?',
      'How do I resume a stream after a lost connection?',
    ],
    ['How does the memory work?', 'Default size?', 'How does the memory work?'],
    ['What are the rate limits?', 'how do I raise them?', 'What are the rate limits?'],
    [
      'How do I import my own knowledge?',
      'And over HTTP?',
      'How do admins manage the knowledge base over HTTP?',
    ],
  ])('about Parley leans on the question before: %s %s', async (first, then, title) => {
    expect(await lastTitle(first, then)).toBe(title);
  });

  it('leans through small talk', async () => {
    const answers = await talk([
      'How do I set up the router?',
      'Thank you very much!',
      'And how do I reset it?',
    ]);

    expect(answers[1]?.response).toBe(SMALL_TALK.get('thanks')?.en);
    expect(titleOf(answers[2])).toBe('How do I reset the router?');
  });

  it('leans through another one', async () => {
    expect(await lastTitle('How do I set up the router?', 'And how do I reset it?', 'why?')).toBe(
      'How do I reset the router?',
    );
  });

  it('leans on the last topic, not on the one before', async () => {
    expect(
      await lastTitle('How do I set up the camera?', 'How do I set up the router?', 'And how do I reset it?'),
    ).toBe('How do I reset the router?');
  });

  it('for more gets what was not said, and nothing where there is no more', async () => {
    await add(app, 'zebra', '## Zebras\nZebras are striped.\n\n## Zebra food\nZebras eat grass.');

    const answers = await talk([
      'What about zebras?',
      'Tell me more about them',
      'anything more about that?',
    ]);

    expect(answers.map(({ response }) => response)).toEqual([
      'Zebras are striped.',
      'Zebras eat grass.',
      UNKNOWN.en,
    ]);
  });
});

describe('a question that stands on its own', () => {
  it.each([
    ['How do I connect Facebook Messenger?', 'What are the rate limits?', 'What are the rate limits?'],
    ['How do I connect Facebook Messenger?', 'what port does it use', 'On which port does Parley listen?'],
    ['How do I delete a conversation?', 'Can I use it without Redis?', 'Do I need Redis?'],
    [
      'Do I need Redis?',
      'And how do I rename a conversation?',
      'How do I change the title of a conversation?',
    ],
    ['How do I set up the router?', 'How do I reset the camera?', 'How do I reset the camera?'],
  ])('is not bent by the one before: %s %s', async (first, then, title) => {
    expect(await lastTitle(first, then)).toBe(title);
  });

  it.each([
    'What is the capital of France?',
    'Where is my order?',
    'And where is my order?',
    'And the weather?',
    'Will it rain in Paris tomorrow?',
    'What time is it in Tokyo?',
    'And how do I bake bread?',
    'Bananas?',
  ])('is declined whatever was spoken of before: %s', async (question) => {
    for (const topic of [
      'Do I need Redis?',
      'How do I connect Facebook Messenger?',
      'How do I set up the router?',
    ]) {
      const [first, second] = await talk([topic, question]);

      expect(titleOf(first)).toBe(topic);
      expect([second?.response, second?.metadata['sources']]).toEqual([UNKNOWN.en, []]);
    }
  });
});

describe('a follow-up question to a model', () => {
  let withModel: AgentApp;

  beforeAll(async () => {
    withModel = await startAgentApp({ ADMIN_TOKEN });
  });
  afterAll(() => withModel.stop());

  it('comes with the passages of the topic', async () => {
    await add(
      withModel,
      'router',
      '## How do I set up the router?\nPlug it in.\n\n## How do I reset the router?\nUse a needle.',
    );
    const client = withModel.client();
    const { body } = await client.chat('How do I set up the router?');

    await client.chat('And how do I reset it?', { conversation_id: body.conversation_id });

    const [system] = withModel.agent.requests.at(-1)?.body.messages ?? [];
    expect(system?.content).toContain('Use a needle.');
  });
});
