import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { loadSettings } from '../../src/config/settings.js';
import { withDatabase } from '../../src/database/command-database.js';
import { DatabaseClient } from '../../src/database/database.client.js';
import { ImportDisplay } from '../../src/knowledge/import-display.js';
import { importFiles } from '../../src/knowledge/import-files.js';
import { KnowledgeImport } from '../../src/knowledge/knowledge-import.service.js';
import { KnowledgeRepository } from '../../src/knowledge/knowledge.repository.js';
import { KnowledgeService } from '../../src/knowledge/knowledge.service.js';
import { anyWord, type GeneratedAnswer, generatedAnswers, seededRandom, wordOf } from './knowledge-text.js';
import { percentile } from './statistics.js';
import { figure, table } from './table.js';
import { makeDatabase } from './throw-away-database.js';

const LIMIT = 4;
const WARM_UP = 50;
const byPrimaryKey = {
  name: 'bench_by_primary_key',
  text: 'SELECT heading, content FROM knowledge_chunks WHERE id = $1::uuid',
};

interface Options {
  readonly chunks: number;
  readonly searches: number;
}

type Ask = (given: GeneratedAnswer, random: () => number) => string;

/** Kinds of questions, by name. */
const KINDS: readonly (readonly [name: string, ask: Ask])[] = [
  ['a question as it stands', ({ question }) => question],
  ['three words of an answer', ({ answer }) => `What about ${someWords(answer, 3)}?`],
  ['three words of any', (_, random) => `${anyWord(random)} ${anyWord(random)} ${anyWord(random)}?`],
  ['the two most frequent words', () => `${wordOf(0)} ${wordOf(1)}?`],
  ['a word begun', ({ answer }) => someWords(answer, 2).slice(0, -2)],
  ['a word misspelt', ({ answer }) => `${someWords(answer, 2).replace(/(.)(.)(..)$/, '$2$1$3')}?`],
];

const someWords = (text: string, count: number): string =>
  text
    .split(' ')
    .filter((_, index) => index % 2 === 0)
    .slice(10, 10 + count)
    .join(' ');

/**
 * How long a search takes in a knowledge base of generated text, beside a SELECT by primary key on the same connections.
 * `--chunks 100000 --searches 500`
 */
export async function knowledge(args: string[]): Promise<void> {
  const options = optionsOf(args);
  const database = await makeDatabase(process.env.TEST_DATABASE_URL);
  try {
    const settings = loadSettings({ DATABASE_URL: database.url, DATABASE_POOL_SIZE: '2' });
    const text = await withDatabase(settings, async (dataSource) => {
      const client = new DatabaseClient(dataSource);
      const documents = new KnowledgeRepository(client, dataSource);
      const service = new KnowledgeService(documents, settings);
      const imported = await fill(new KnowledgeImport(service, documents), options.chunks);
      return `${imported}\n${await measure(service, client, options)}`;
    });
    console.log(text);
  } finally {
    await database.drop();
  }
}

function optionsOf(args: string[]): Options {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args, options: { chunks: text, searches: text } });
  const positive = z.coerce.number<string>().int().positive();
  return {
    chunks: positive.parse(values.chunks ?? '100000'),
    searches: positive.parse(values.searches ?? '500'),
  };
}

/** By the importer's own path: a file. */
async function fill(importer: KnowledgeImport, chunks: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  try {
    await pipeline(
      Readable.from(jsonLines(generatedAnswers(chunks, seededRandom(1)))),
      createWriteStream(join(folder, 'generated.jsonl')),
    );
    const display = new ImportDisplay(process.stderr);
    const { signal } = new AbortController();
    const seconds = await secondsOf(() =>
      importFiles(['generated.jsonl'], { importer, display, signal, folder }),
    );
    const again = await secondsOf(() =>
      importFiles(['generated.jsonl'], { importer, display, signal, folder }),
    );
    return `${chunks} chunks imported in ${figure(seconds)} s, again in ${figure(again)} s`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function* jsonLines(records: Iterable<object>): Generator<string> {
  for (const record of records) yield `${JSON.stringify(record)}\n`;
}

async function secondsOf(work: () => Promise<number>): Promise<number> {
  const startedAt = performance.now();
  if ((await work()) !== 0) throw new Error('not everything was imported');
  return (performance.now() - startedAt) / 1000;
}

async function measure(service: KnowledgeService, client: DatabaseClient, options: Options): Promise<string> {
  const ids = await client.run<{ id: string }>(
    { name: 'bench_ids', text: 'SELECT id FROM knowledge_chunks ORDER BY random() LIMIT $1' },
    [options.searches],
  );
  const bare = await timesOf(
    ids.map(
      ({ id }) =>
        () =>
          client.run(byPrimaryKey, [id]),
    ),
  );
  const rows = [
    ['search', 'p50 ms', 'p99 ms', 'found'],
    [...rowOf('SELECT by primary key', bare), ''],
  ];
  for (const [name, ask] of KINDS) {
    const random = seededRandom(2);
    const asked = [...generatedAnswers(options.searches, seededRandom(1))].map((given) => ask(given, random));
    let found = 0;
    const search = (question: string) => async (): Promise<void> => {
      found += (await service.search(question, { limit: LIMIT })).length > 0 ? 1 : 0;
    };
    const times = await timesOf(asked.map(search));
    rows.push([...rowOf(name, times), `${Math.round((100 * found) / (asked.length + WARM_UP))} %`]);
  }
  return table([...rows, ['goal', '< 10', '', '']]);
}

/** Sorted, in ms, one after the other; the first ones run twice, and count once. */
async function timesOf(works: readonly (() => Promise<unknown>)[]): Promise<number[]> {
  for (const work of works.slice(0, WARM_UP)) await work();
  const times: number[] = [];
  for (const work of works) {
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  }
  return times.sort((a, b) => a - b);
}

const rowOf = (name: string, times: readonly number[]): string[] => [
  name,
  figure(percentile(times, 0.5)),
  figure(percentile(times, 0.99)),
];
