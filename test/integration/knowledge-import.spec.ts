import { KnowledgeDesk, questions } from '../support/knowledge-desk.js';

let desk: KnowledgeDesk;

beforeAll(async () => {
  desk = await KnowledgeDesk.open();
});
afterEach(() => desk.clear());
afterAll(() => desk.close());

describe('an import', () => {
  it('of the same file changes nothing', async () => {
    await desk.importText('faq.jsonl', questions(0, 1200));
    const before: unknown = await desk.dataSource.query('SELECT * FROM knowledge_documents ORDER BY id');

    const { lines } = await desk.importText('faq.jsonl', questions(0, 1200));

    expect(lines).toEqual(['faq.jsonl: 0 new or changed, 1200 unchanged, 0 removed']);
    expect(await desk.dataSource.query('SELECT * FROM knowledge_documents ORDER BY id')).toEqual(before);
  });

  it('replaces what has changed and removes what is gone', async () => {
    await desk.importText('faq.jsonl', questions(0, 20));

    const { lines } = await desk.importText(
      'faq.jsonl',
      `${questions(0, 5, 'Changed')}\n${questions(5, 10)}`,
    );

    const [found] = await desk.knowledge.search('topic3?', { limit: 4 });
    expect(lines).toEqual(['faq.jsonl: 5 new or changed, 5 unchanged, 10 removed']);
    expect(found?.content).toBe('Changed 3.');
    expect(await desk.count('knowledge_documents')).toBe(10);
    expect(await desk.count('knowledge_chunks')).toBe(10);
  });

  it('removes nothing where a line is bad, or there is none', async () => {
    await desk.importText('faq.jsonl', questions(0, 3));

    const bad = await desk.importText('faq.jsonl', `${questions(0, 1)}\n{`);
    const empty = await desk.importText('faq.jsonl', '\n');

    expect([bad.code, empty.code]).toEqual([1, 1]);
    expect(empty.lines[0]).toBe('faq.jsonl:1: holds nothing to import');
    expect(await desk.count('knowledge_documents')).toBe(3);
  });

  it('that was ended goes on where it was', async () => {
    const ended = new AbortController();
    desk.write('faq.jsonl', questions(0, 3000));
    const first = desk.importFiles(['faq.jsonl'], ended.signal);
    while ((await desk.count('knowledge_documents')) === 0);
    ended.abort();
    const stopped = await first;
    const kept = await desk.count('knowledge_documents');

    const second = await desk.importFiles(['faq.jsonl']);

    expect([stopped.code, stopped.lines.at(-1)]).toEqual([
      130,
      'Stopped. Run it again, and it goes on where it was.',
    ]);
    expect(kept).toBeLessThan(3000);
    expect(second.lines.at(-1)).toBe(
      `faq.jsonl: ${3000 - kept} new or changed, ${kept} unchanged, 0 removed`,
    );
    expect(await desk.count('knowledge_documents')).toBe(3000);
  });

  it('shows no search an answer twice, or none, while it replaces it', async () => {
    await desk.importText('faq.jsonl', questions(0, 600));
    const importing = desk.importText('faq.jsonl', questions(0, 600, 'Changed'));
    const over = new AbortController();
    const imported = importing.finally(() => over.abort());

    const seen: string[][] = [];
    while (!over.signal.aborted) {
      const found = await desk.knowledge.search('What about topic77?', { limit: 4 });
      seen.push(found.filter(({ title }) => title.includes('topic77?')).map(({ content }) => content));
    }
    await imported;

    expect(new Set(seen.map(({ length }) => length))).toEqual(new Set([1]));
    expect((await desk.knowledge.search('topic77?', { limit: 1 }))[0]?.content).toBe('Changed 77.');
  });

  it('of files side by side, and again, is the same as one after the other', async () => {
    const files = ['a.jsonl', 'b.jsonl', 'a.jsonl', 'b.jsonl'];
    desk.write('a.jsonl', questions(0, 700));
    desk.write('b.jsonl', questions(300, 1000).split('\n').reverse().join('\n'));

    const results = await Promise.all(files.map((name) => desk.importFiles([name])));

    expect(results.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(await desk.count('knowledge_documents')).toBe(1400);
  });

  it('goes on with the next file where one can not be read', async () => {
    desk.write('zoo.md', '# Zoo\n\n## Quokkas\nThey smile.');

    const { code, lines } = await desk.importFiles(['none.csv', 'photo.jpg', '.', 'zoo.md']);

    expect(code).toBe(1);
    expect(lines[0]).toMatch(/^none\.csv: ENOENT/);
    expect(lines[1]).toBe('photo.jpg: only .md, .markdown, .csv, .jsonl, .ndjson can be imported');
    expect(lines.at(-1)).toBe('zoo.md: 1 new or changed, 0 unchanged, 0 removed');
  });

  it('cuts a text that is too long for one passage', async () => {
    const content = Array.from({ length: 10_000 }, (_, index) => `wordnumber${index}`).join(' ');
    await desk.importText('long.jsonl', JSON.stringify({ title: 'Words', content }));

    const [found] = await desk.knowledge.search('wordnumber9999', { limit: 1 });

    expect(found?.content.length).toBeLessThanOrEqual(8000);
    expect(found?.content).toContain('wordnumber9999');
  });
});

describe('the words of the knowledge base', () => {
  const COUNTED = 'SELECT language, word, chunk_count FROM knowledge_words ORDER BY 1, 2';
  const ACTUAL = `SELECT language, word.lexeme AS word, count(*)::int AS chunk_count
                  FROM knowledge_chunks, unnest(tsv) AS word GROUP BY 1, 2 ORDER BY 1, word.lexeme COLLATE "C"`;

  it('are counted whatever comes and goes', async () => {
    await desk.importText('faq.jsonl', questions(0, 50));
    await desk.importText('faq.jsonl', questions(20, 40, 'Changed'));
    await desk.importText('zoo.md', '# Zoo\n\n## Quokkas\nThey smile.\n\n## Wombats\nThey dig.');
    await desk.importer.removeSource(desk.sourceOf('zoo.md'));

    const counted: unknown[] = await desk.dataSource.query(COUNTED);

    expect(counted.length).toBeGreaterThan(20);
    expect(counted).toEqual(await desk.dataSource.query(ACTUAL));
  });

  it('leave no trace when everything is gone', async () => {
    await desk.importText('faq.jsonl', questions(0, 50));

    await desk.dataSource.query('DELETE FROM knowledge_documents');

    expect(await desk.dataSource.query(COUNTED)).toEqual([]);
    expect(await desk.dataSource.query('SELECT * FROM knowledge_languages')).toEqual([]);
  });
});
