import type { Answer, Call, ErrorBody } from '../support/api.js';
import { startApp, type TestApp } from '../support/app.js';

const ADMIN_TOKEN = 'a token of the admins';
const ZOO = { source: 'zoo', content: '# The zoo\n\n## When do quokkas sleep?\nQuokkas sleep at noon.' };

interface DocumentBody {
  readonly id: string;
  readonly source: string;
  readonly title: string;
  readonly url: string | null;
  readonly chunk_count: number;
  readonly created_at: string;
  readonly updated_at: string;
}
interface ListBody {
  readonly documents: readonly DocumentBody[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
}
interface SearchBody {
  readonly sources: readonly { document_id: string; title: string; url: string | null; score: number }[];
}

let app: TestApp;
let without: TestApp;

beforeAll(async () => {
  app = await startApp({ env: { ADMIN_TOKEN } });
  without = await startApp();
});
afterAll(() => Promise.all([app.stop(), without.stop()]));

function asAdmin<Body>(path: string, call: Call = {}): Promise<Answer<Body>> {
  const headers = { Authorization: `Bearer ${ADMIN_TOKEN}`, ...call.headers };
  return app.client().call<Body>(`/knowledge${path}`, { ...call, headers });
}

const add = (json: unknown) => asAdmin<DocumentBody>('/documents', { json });
const search = async (query: string) =>
  (await asAdmin<SearchBody>(`/search?query=${encodeURIComponent(query)}`)).body.sources;

describe('/knowledge', () => {
  const ROUTES: readonly [method: NonNullable<Call['method']>, path: string, json: unknown][] = [
    ['GET', '/knowledge/documents', undefined],
    ['POST', '/knowledge/documents', ZOO],
    ['DELETE', '/knowledge/documents/01936f6e-7c1a-7000-8000-000000000001', undefined],
    ['GET', '/knowledge/search?query=quokka', undefined],
    ['GET', '/Knowledge/documents/', undefined],
    ['GET', '/knowledge/documents?device_id=d-1', undefined],
    ['PUT', '/knowledge/documents', {}],
    ['GET', '/knowledge', undefined],
  ];

  it.each(ROUTES)('does not exist while ADMIN_TOKEN is unset: %s %s', async (method, path, json) => {
    const { status, body } = await without.client().call<ErrorBody>(path, {
      method,
      json,
      headers: { Authorization: `Bearer ${ADMIN_TOKEN}` },
    });

    expect([status, body.error]).toEqual([404, 'not_found']);
  });

  it.each(ROUTES)('asks for the token: %s %s', async (method, path, json) => {
    const headers = ['', 'Bearer', `Bearer ${ADMIN_TOKEN}x`, `Basic ${ADMIN_TOKEN}`, ADMIN_TOKEN];

    const answers = await Promise.all(
      headers.map((authorization) =>
        app.client().call<ErrorBody>(path, { method, json, headers: { Authorization: authorization } }),
      ),
    );

    expect(answers.map(({ status, body }) => [status, body.error])).toEqual(
      headers.map(() => [401, 'unauthenticated']),
    );
    expect(answers.map((answer) => answer.headers.get('www-authenticate'))).toEqual(
      headers.map(() => 'Bearer'),
    );
  });

  it('asks for the token before it says what is wrong with a body', async () => {
    const { status } = await fetch(`${app.url}/knowledge/documents`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{',
    });

    expect(status).toBe(401);
  });

  it('counts against the limit of the address', async () => {
    const strict = await startApp({ env: { ADMIN_TOKEN, RATE_LIMIT_PER_IP: '2' } });
    const call = () => strict.client().call<ErrorBody>('/knowledge/documents');

    const answers = [await call(), await call(), await call()];
    await strict.stop();

    expect(answers.map(({ status }) => status)).toEqual([401, 401, 429]);
    expect(answers[2]?.headers.get('retry-after')).toMatch(/^\d+$/);
  });
});

describe('POST /knowledge/documents', () => {
  it('adds a document, by which questions are answered at once, with its address', async () => {
    const { status, body } = await add({ ...ZOO, url: 'https://example.org/zoo' });

    const { body: chat } = await app.client().chat('When do quokkas sleep?');
    expect([status, body]).toEqual([
      201,
      {
        id: expect.any(String),
        source: 'zoo',
        title: 'The zoo',
        url: 'https://example.org/zoo',
        chunk_count: 1,
        created_at: expect.stringMatching(/^\d{4}-.*Z$/),
        updated_at: expect.any(String),
      },
    ]);
    expect(chat.response).toBe('Quokkas sleep at noon.');
    expect(chat.metadata['sources']).toMatchObject([
      { title: 'When do quokkas sleep?', url: 'https://example.org/zoo', score: 1 },
    ]);
  });

  it('replaces the document of that source', async () => {
    const before = (await add(ZOO)).body;

    const { body } = await add({ source: 'zoo', title: 'Numbats', content: 'Numbats eat termites.' });

    expect(body).toMatchObject({ id: before.id, title: 'Numbats', url: null, created_at: before.created_at });
    expect(await search('quokkas')).toEqual([]);
    expect(await search('termites')).toMatchObject([{ document_id: before.id, title: 'Numbats' }]);
  });

  it.each([
    [{ content: 'x' }, 'source'],
    [{ source: ' ', content: 'x' }, 'source'],
    [{ source: 's' }, 'content'],
    [{ source: 's', content: '# Only\n\n## Headings\n' }, 'content'],
    [{ source: 's', content: 'a\u0000b' }, 'content'],
    [{ source: 's', content: 'a\ud800b' }, 'content'],
    [{ source: 's', content: 'x', url: 'javascript:alert(1)' }, 'url'],
    [{ source: 's', content: 'x', title: '' }, 'title'],
    [{ source: 's', content: 'x', language: 'en' }, 'language'],
  ])('refuses %j for its %s', async (json, field) => {
    const { status, body } = await asAdmin<ErrorBody>('/documents', { json });

    expect([status, body.error, body.details?.map((detail) => detail.field)]).toEqual([
      400,
      'invalid_request',
      [field],
    ]);
  });
});

describe('GET /knowledge/documents', () => {
  it('pages through the documents by source', async () => {
    for (const name of ['~c', '~a', '~b']) await add({ source: name, content: `About ${name}.` });
    const all = (await asAdmin<ListBody>('/documents')).body;

    const page = (await asAdmin<ListBody>(`/documents?limit=2&offset=${all.total - 2}`)).body;

    expect(all).toMatchObject({ limit: 50, offset: 0, total: all.documents.length });
    expect(page).toMatchObject({ limit: 2, offset: all.total - 2, total: all.total });
    expect(page.documents).toEqual(all.documents.slice(-2));
    expect(all.documents.map(({ source }) => source)).toEqual(
      expect.arrayContaining(['starter/start.md', '~a', '~b', '~c']),
    );
  });

  it.each(['limit=0', 'limit=101', 'limit=x', 'offset=-1', 'limit=1&limit=2'])(
    'refuses ?%s',
    async (query) => {
      const { status, body } = await asAdmin<ErrorBody>(`/documents?${query}`);

      expect([status, body.error]).toEqual([400, 'invalid_request']);
    },
  );
});

describe('DELETE /knowledge/documents/{id}', () => {
  it('forgets a document, once', async () => {
    const { id } = (await add({ source: 'bilby', content: 'Bilbies dig burrows.' })).body;

    const first = await asAdmin(`/documents/${id}`, { method: 'DELETE' });
    const second = await asAdmin<ErrorBody>(`/documents/${id}`, { method: 'DELETE' });

    expect([first.status, first.body]).toEqual([200, { id, deleted: true }]);
    expect([second.status, second.body.error]).toEqual([404, 'not_found']);
    expect(await search('bilbies')).toEqual([]);
  });

  it('knows no document by anything but its id', async () => {
    const { status, body } = await asAdmin<ErrorBody>('/documents/zoo', { method: 'DELETE' });

    expect([status, body.error]).toEqual([404, 'not_found']);
  });
});

describe('GET /knowledge/search', () => {
  it('shows what a question would find, best first, with scores from 0 to 1', async () => {
    await add({ source: 'pets', content: '# Pets\n\n## Axolotls\nThey swim.\n\n## Newts\nLike axolotls.' });

    const sources = await search('axolotls');

    expect(sources).toEqual([
      {
        document_id: expect.any(String),
        source: 'pets',
        title: 'Axolotls',
        url: null,
        snippet: 'They swim.',
        score: 1,
      },
      expect.objectContaining({ title: 'Newts', score: 0.7 }),
    ]);
  });

  it.each([
    ['no query', ''],
    ['an empty query', '?query='],
    ['a query of 2,001 characters', `?query=${'x'.repeat(2001)}`],
    ['a limit of 21', '?query=a&limit=21'],
    ['two queries', '?query=a&query=b'],
  ])('refuses %s', async (_what, query) => {
    const { status, body } = await asAdmin<ErrorBody>(`/search${query}`);

    expect([status, body.error]).toEqual([400, 'invalid_request']);
  });

  it.each(['%00', '?!', 'the of and'])('finds nothing for %s', async (query) => {
    const { status, body } = await asAdmin<SearchBody>(`/search?query=${query}`);

    expect([status, body]).toEqual([200, { sources: [] }]);
  });
});
