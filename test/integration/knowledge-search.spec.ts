import { MIN_ANSWER_SCORE } from '../../src/agent/knowledge.agent.js';
import { KnowledgeDesk } from '../support/knowledge-desk.js';

let desk: KnowledgeDesk;

beforeAll(async () => {
  desk = await KnowledgeDesk.open();
});
afterEach(() => desk.clear());
afterAll(() => desk.close());

const know = (markdown: string, source = 'test'): Promise<void> =>
  desk.knowledge.importMarkdown([{ source, markdown }]);

async function languages(): Promise<string[]> {
  const rows: { language: string }[] = await desk.dataSource.query(
    'SELECT language FROM knowledge_chunks ORDER BY position',
  );
  return rows.map(({ language }) => language);
}

describe('the language of a passage', () => {
  it.each([
    [
      'english',
      'The opening hours of the shop are posted on the door.',
      'When does the shop open its doors?',
    ],
    [
      'german',
      'Die Öffnungszeiten des Geschäfts stehen an der Tür.',
      'Wo steht die Öffnungszeit der Geschäfte?',
    ],
    ['french', 'Les horaires des magasins sont affichés sur la porte.', 'horaire du magasin affiché'],
    ['spanish', 'Los horarios de las tiendas están en las puertas.', '¿Dónde está el horario de la tienda?'],
    ['turkish', 'Mağazaların açılış saatleri kapının üzerinde yazıyor.', 'mağaza açılış saati'],
    ['arabic', 'ساعات العمل مكتوبة على باب المتجر الكبير في المدينة.', 'أين ساعات العمل في متجر المدينة؟'],
    ['russian', 'Часы работы магазинов написаны на двери.', 'часы работы магазина'],
    ['simple', 'دکان کے اوقات دروازے پر لکھے ہوئے ہیں اور روزانہ بدلتے ہیں۔', 'دکان کے اوقات'],
  ])('%s is that of its text, and endings do not matter', async (language, text, question) => {
    await know('# Other\n\n## Weather\nIt rains and rains in the mountains every day.', 'other');

    await know(text);

    const [best] = await desk.knowledge.search(question, { limit: 1 });
    expect((await languages()).toSorted()).toEqual(['english', language].toSorted());
    expect(best?.content).toBe(text);
  });

  it('is its own in a document of several', async () => {
    await know(
      '# Hours\n\n## Opening hours\nThe shops are open on every day of the week.\n\n' +
        '## Öffnungszeiten\nDie Geschäfte haben an jedem Tag der Woche geöffnet.',
    );

    expect(await languages()).toEqual(['english', 'german']);
  });

  it('is that of the document where it says too little', async () => {
    await know('# Öffnungszeiten\n\nWir haben an jedem Tag der Woche geöffnet.\n\n## Preise\n5 Euro.');

    expect(await languages()).toEqual(['german', 'german']);
  });
});

describe('a search while somebody types', () => {
  beforeEach(() =>
    know('# Zoo\n\n## Giraffes\nThey are tall.\n\n## Gir\nA forest.\n\n## Wombats\nThey dig near giraffes.'),
  );

  it('finds what the last word may become, whole words first', async () => {
    expect(await desk.titles('gir')).toEqual(['Gir', 'Giraffes', 'Wombats']);
    expect(await desk.titles('what about giraff')).toEqual(['Giraffes', 'Wombats']);
  });

  it.each(['gi', 'gir?', 'gir ', 'gira wombats?'])('takes no beginning for it in %j', async (question) => {
    expect(await desk.titles(question)).not.toContain('Giraffes');
  });
});

describe('a search with a word misspelt', () => {
  beforeEach(() =>
    know('# Accounts\n\n## Password\nIt can be changed.\n\n## Conversation\nIt can be erased.'),
  );

  it.each([
    ['pasword?', 'Password'],
    ['passwort?', 'Password'],
    ['the passowrd?', 'Password'],
    ['xpassword?', 'Password'],
    ['convresation?', 'Conversation'],
  ])('finds %s', async (question, title) => {
    const [best] = await desk.knowledge.search(question, { limit: 1 });

    expect(best?.title).toBe(title);
    expect(best?.score).toBe(0.6);
    expect(best?.score).toBeGreaterThan(MIN_ANSWER_SCORE);
  });

  it.each(['passing?', 'word?', 'pass?', 'confrontation?'])(
    'takes no other word for it: %s',
    async (question) => {
      expect(await desk.titles(question)).toEqual([]);
    },
  );

  it('takes none for another while the word is known', async () => {
    await know('# Passwords\n\n## Passwort\nA German word.', 'other');

    expect(await desk.titles('passwort?')).toEqual(['Passwort']);
  });

  it('finds nothing, and fails for nothing, without pg_trgm', async () => {
    await desk.dataSource.query('DROP EXTENSION pg_trgm CASCADE');

    const found = [await desk.titles('pasword?'), await desk.titles('password?')];
    await desk.dataSource.query('CREATE EXTENSION pg_trgm');

    expect(found).toEqual([[], ['Password']]);
  });
});

describe('a search for words that many passages have', () => {
  beforeEach(async () => {
    const lines = Array.from({ length: 1500 }, (_, index) =>
      JSON.stringify({
        question: `Zebra ${index % 2 === 0 ? 'stripes' : 'food'} number ${index}`,
        answer: index === 777 ? 'The okapi eats.' : 'They eat.',
      }),
    );
    await desk.importText('many.jsonl', lines.join('\n'));
  });

  it('finds the one that has the rare word too', async () => {
    expect(await desk.titles('zebra okapi?', 1)).toEqual(['Zebra food number 777']);
    expect(await desk.titles('zebra number 778?', 1)).toEqual(['Zebra stripes number 778']);
  });

  it('finds those that have all of them', async () => {
    const titles = await desk.titles('zebra stripes?');

    expect(titles).toHaveLength(4);
    expect(titles.every((title) => title.startsWith('Zebra stripes'))).toBe(true);
  });

  it('finds some where none has all of them', async () => {
    expect(await desk.titles('stripes food?')).toHaveLength(4);
  });
});
