import { KnowledgeDesk, questions } from '../support/knowledge-desk.js';

let desk: KnowledgeDesk;

beforeAll(async () => {
  desk = await KnowledgeDesk.open();
});
afterEach(() => desk.clear());
afterAll(() => desk.close());

describe('a CSV file', () => {
  const CSV = [
    'Question,answer,title,url,notes',
    'When do you open?,We open at nine.,,,x',
    '"Where is the shop, please?","On the ""main"" street,',
    'near the river.",The way,https://example.org/way,x',
  ].join('\r\n');

  it('is imported with its titles and addresses, whatever else it has', async () => {
    const { code, lines } = await desk.importText('faq.csv', `\uFEFF${CSV}\r\n`);

    const [way] = await desk.knowledge.search('Where is the shop?', { limit: 1 });
    const [hours] = await desk.knowledge.search('When do you open?', { limit: 1 });
    expect([code, ...lines]).toEqual([0, 'faq.csv: 2 new or changed, 0 unchanged, 0 removed']);
    expect(way).toMatchObject({
      title: 'The way',
      url: 'https://example.org/way',
      content: 'On the "main" street,\r\nnear the river.',
      score: 1,
    });
    expect(hours).toMatchObject({ title: 'When do you open?', url: null, content: 'We open at nine.' });
  });

  it('tells bad rows by file and line, and imports the rest', async () => {
    const rows = [
      'question,answer,url',
      'No answer?,',
      'Too many?,one,,two',
      'An address?,Yes.,javascript:alert(1)',
      'Good?,Yes.,',
      'Good?,No.,',
      '"Never closed?,Yes.',
    ];

    const { code, lines } = await desk.importText('faq.csv', rows.join('\n'));

    expect(code).toBe(1);
    expect(lines).toEqual([
      'faq.csv:2: answer is empty',
      'faq.csv:3: has more fields than there are columns: a comma needs quotation marks',
      'faq.csv:4: url is no http or https address',
      'faq.csv:6: repeats the question or title of an earlier line',
      'faq.csv:7: opens a quotation mark that is not closed',
      'faq.csv: 1 new or changed, 0 unchanged, 0 removed, 5 not imported, so nothing was removed',
    ]);
  });

  it('is refused without the columns that it needs', async () => {
    const { code, lines } = await desk.importText('faq.csv', 'q;a\nx;y\n');

    expect([code, ...lines]).toEqual([
      1,
      'faq.csv:1: names no columns question and answer, separated by a comma',
    ]);
  });
});

describe('a JSONL file', () => {
  it('holds answers and documents', async () => {
    const records = [
      { question: 'What is a quokka?', answer: 'A small marsupial.', id: 7 },
      { title: 'Wombats', content: 'They dig.\n\n## Food\nWombats eat grass.', url: 'https://example.org/w' },
    ];

    const { code } = await desk.importText(
      'zoo.jsonl',
      `${records.map((one) => JSON.stringify(one)).join('\n\n')}\n`,
    );

    const [dig] = await desk.knowledge.search('wombats dig', { limit: 1 });
    const [food] = await desk.knowledge.search('food', { limit: 1 });
    expect(code).toBe(0);
    expect(dig).toMatchObject({ title: 'Wombats', url: 'https://example.org/w' });
    expect(food).toMatchObject({ title: 'Food', content: 'Wombats eat grass.' });
  });

  it.each([
    ['{"question":', 'is no JSON'],
    ['17', 'is neither a question with its answer nor a title with its content'],
    ['{"question":"Why?"}', 'answer is missing'],
    ['{"content":"x"}', 'title is missing'],
    ['{"title":"T","content":"# T"}', 'content holds nothing but headings'],
    ['{"question":"Why?","answer":"a\\u0000b"}', 'answer holds characters that are no UTF-8 text'],
    [`{"question":"Why?","answer":"${'x'.repeat(5_000_000)}"}`, 'is longer than 4 MiB'],
  ])('tells of a bad line: %.40s', async (line, problem) => {
    const { code, lines } = await desk.importText('bad.jsonl', `${line}\n${questions(0, 1)}`);

    expect([code, lines[0]]).toEqual([1, `bad.jsonl:1: ${problem}`]);
    expect(await desk.count('knowledge_documents')).toBe(1);
  });

  it('that is no UTF-8 is told by line', async () => {
    const { lines } = await desk.importText(
      'bad.jsonl',
      Buffer.from('{"question":"Wo?","answer":"Stra\xdfe"}', 'latin1'),
    );

    expect(lines[0]).toBe('bad.jsonl:1: answer holds characters that are no UTF-8 text');
  });
});
