import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { UNKNOWN } from '../../src/agent/small-talk.js';
import { splitMarkdown } from '../../src/knowledge/markdown-sections.js';
import type { ApiClient } from '../support/api.js';
import { startApp, type TestApp } from '../support/app.js';

/** What newcomers ask in their own words, with the section that answers it, and what Parley knows nothing of. */
const list = z
  .object({
    answered: z.array(z.object({ question: z.string(), document: z.string(), heading: z.string() })),
    declined: z.array(z.string()),
  })
  .parse(JSON.parse(readFileSync('test/fixtures/newcomer-list.json', 'utf8')));

let app: TestApp;
let client: ApiClient;

beforeAll(async () => {
  app = await startApp();
  client = app.client();
});
afterAll(() => app.stop());

function textBelow(heading: string, document: string): string | undefined {
  const { sections } = splitMarkdown(readFileSync(`src/knowledge/starter/${document}`, 'utf8'));
  return sections.find((section) => section.heading === heading)?.content;
}

describe('a new installation without AGENT_BASE_URL', () => {
  it.each(list.answered)('answers "$question" from $document', async ({ question, document, heading }) => {
    const { body } = await client.chat(question);

    expect(body.metadata['sources']).toEqual([
      { title: heading, snippet: expect.any(String), score: expect.any(Number) },
    ]);
    expect(body.response).toBe(textBelow(heading, document));
  });

  it.each(list.declined)('says honestly that it does not know: "%s"', async (question) => {
    const { body } = await client.chat(question);

    expect([body.response, body.metadata['sources']]).toEqual([UNKNOWN.en, []]);
  });

  it('answers each in a conversation about all of them as in one of its own', async () => {
    let conversation_id: string | undefined;
    for (const [index, { question, heading }] of list.answered.entries()) {
      const { body } = await client.chat(question, { conversation_id });
      conversation_id = body.conversation_id;
      const declined = await client.chat(list.declined[index % list.declined.length] ?? '', {
        conversation_id,
      });

      expect(body.metadata['sources']).toMatchObject([{ title: heading }]);
      expect(declined.body.metadata['sources']).toEqual([]);
    }
  });
});
