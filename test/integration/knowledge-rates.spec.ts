import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { MIN_ANSWER_SCORE } from '../../src/agent/knowledge.agent.js';
import { starterDocuments } from '../../src/knowledge/starter-knowledge.service.js';
import { KnowledgeDesk } from '../support/knowledge-desk.js';

/**
 * Questions in everyday words, each with the sections that answer it, and questions about other things. They were written after
 * the last change of the starter knowledge and of the search, and are not to be tuned to.
 */
const unseen = z
  .object({ answered: z.record(z.string(), z.array(z.string())), declined: z.array(z.string()) })
  .parse(JSON.parse(readFileSync('test/fixtures/newcomer-unseen.json', 'utf8')));

let desk: KnowledgeDesk;

beforeAll(async () => {
  desk = await KnowledgeDesk.open();
  await desk.knowledge.importMarkdown(await starterDocuments());
});
afterAll(() => desk.close());

/** The title of the passage that the embedded agent would answer with; null where it would decline. */
async function answerTo(question: string): Promise<string | null> {
  const [best] = await desk.knowledge.search(question, { limit: 4 });
  return best && best.score >= MIN_ANSWER_SCORE ? best.title : null;
}

const tell = (what: string, count: number, all: number): boolean =>
  process.stdout.write(`${what}: ${count} of ${all} (${Math.round((100 * count) / all)} %)\n`);

describe('questions that nobody made the starter knowledge with', () => {
  it('are answered from the right section more often than not, and from another one in few', async () => {
    const asked = Object.entries(unseen.answered);
    const titles = await Promise.all(asked.map(([question]) => answerTo(question)));

    const right = asked.filter(([, sections], index) => sections.includes(titles[index] ?? '')).length;
    const declined = titles.filter((title) => title === null).length;
    tell('about Parley, answered from the right section', right, asked.length);
    tell('about Parley, declined', declined, asked.length);
    expect(right / asked.length).toBeGreaterThanOrEqual(0.5);
    expect((asked.length - right - declined) / asked.length).toBeLessThanOrEqual(0.2);
  });

  it('are declined where they are about other things', async () => {
    const titles = await Promise.all(unseen.declined.map(answerTo));

    const answered = titles.filter((title) => title !== null).length;
    tell('about other things, answered all the same', answered, titles.length);
    expect(answered / titles.length).toBeLessThanOrEqual(0.1);
  });
});
