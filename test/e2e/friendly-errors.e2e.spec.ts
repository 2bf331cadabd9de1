import { LANGUAGES } from '../../src/config/chat.config.js';
import { friendlyMessage } from '../../src/errors/friendly-messages.js';
import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import { UUID_V7 } from '../support/api-bodies.js';
import type { Answer, ErrorBody } from '../support/api.js';
import { breakDatabase, FAILURES, type Failure, FEW_REQUESTS } from '../support/failures.js';

/** Eight answers, one in each language: no two alike, and each as the table of sentences says it. */
function expectEightLanguages(
  answers: readonly Answer<ErrorBody>[],
  failure: Pick<Failure, 'code' | 'status'>,
): void {
  expect(answers.map(({ status, body }) => [status, body.error])).toEqual(
    LANGUAGES.map(() => [failure.status, failure.code]),
  );
  const sentences = answers.map(({ body }) => body.message);
  expect(sentences).toEqual(LANGUAGES.map((language) => friendlyMessage(failure.code, language)));
  expect(new Set(sentences).size).toBe(LANGUAGES.length);
}

describe('the sentence of an error', () => {
  let app: AgentApp;

  beforeAll(async () => {
    app = await startAgentApp({ RATE_LIMIT_PER_DEVICE: FEW_REQUESTS });
    await breakDatabase(app.databaseUrl);
  });
  beforeEach(() => app.agent.reset());
  afterEach(() => app.agent.release());
  afterAll(() => app.stop());

  it.each(FAILURES)(
    'is told in each of the eight languages that Accept-Language names: %s',
    async (_, failure) => {
      const answers = await Promise.all(
        LANGUAGES.map((language) => failure.provoke(app, { 'Accept-Language': language })),
      );

      expectEightLanguages(answers, failure);
    },
  );

  it.each([
    ['the best of several', 'nl, fr;q=0.5, de;q=0.8', 'de'],
    ['the language of a region', 'pt-BR,pt;q=0.9', 'pt'],
    ['English where Parley speaks none of them', 'nl, ja', 'en'],
    ['English for any', '*', 'en'],
    ['English where the header is nonsense', ';;q=;,', 'en'],
  ] as const)('is told in %s', async (_, header, language) => {
    const { body } = await app.client().failedChat('', { headers: { 'Accept-Language': header } });

    expect(body.message).toBe(friendlyMessage('invalid_request', language));
  });

  it('is English where no language is named', async () => {
    const { body } = await app.client().failedChat('');

    expect(body.message).toBe('Something in this request is not right. Please check it and try again.');
  });
});

describe('the sentence of a late answer', () => {
  it('is told in each of the eight languages, with the ids of the turn: 504 agent_timeout', async () => {
    const app = await startAgentApp({ TURN_WAIT_TIMEOUT_MS: '100', AGENT_TIMEOUT_MS: '20000' });
    app.agent.mode = { kind: 'slow' };

    const answers = await Promise.all(
      LANGUAGES.map((language) =>
        app.client().failedChat('Hello you', { headers: { 'Accept-Language': language } }),
      ),
    );

    expectEightLanguages(answers, { status: 504, code: 'agent_timeout' });
    for (const { body } of answers) expect(body.turn_id).toMatch(UUID_V7);
    app.agent.release();
    await app.stop();
  });
});
