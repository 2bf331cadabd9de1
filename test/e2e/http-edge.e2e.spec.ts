import { type EdgeApp, post, startEdgeApp } from '../support/edge-app.js';

describe('every answer', () => {
  let app: EdgeApp;

  beforeAll(async () => {
    app = await startEdgeApp();
  });

  afterAll(() => app.stop());

  it.each(['/notes', '/nothing', '/broken', '/away', '/notes/%ff', '/api/alice/notes'])(
    'carries the security headers and an id: %s',
    async (path) => {
      const { headers } = await app.call(path);

      expect(headers.get('Cache-Control')).toBe('no-store');
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(headers.get('X-Frame-Options')).toBe('DENY');
      expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'");
      expect(headers.get('Content-Type')).toBe('application/json; charset=utf-8');
      expect(headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get('RateLimit-Limit')).toBe('600');
      expect([headers.get('X-Powered-By'), headers.get('ETag'), headers.get('Server')]).toEqual([
        null,
        null,
        null,
      ]);
    },
  );

  it('keeps an acceptable request id, in header, body and context', async () => {
    const refused = await app.call('/nothing', { headers: { 'X-Request-Id': 'client_1.a-B' } });
    const served = await app.call(
      '/notes',
      post({ message: 'hi' }, { 'X-Request-Id': 'client_2', 'X-Device-Id': 'a' }),
    );

    expect(refused.headers.get('X-Request-Id')).toBe('client_1.a-B');
    expect(refused.body).toMatchObject({ request_id: 'client_1.a-B' });
    expect(served.body).toMatchObject({ context: { requestId: 'client_2', language: null } });
  });

  it.each(['two words', 'a'.repeat(65), 'x<script>', ''])('replaces the request id %j', async (requestId) => {
    const { headers } = await app.call('/nothing', { headers: { 'X-Request-Id': requestId } });

    expect(headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is JSON whatever Accept says', async () => {
    const { headers } = await app.call('/nothing', { headers: { Accept: 'text/html' } });

    expect(headers.get('Content-Type')).toBe('application/json; charset=utf-8');
  });

  it('lets a page load what its own policy allows', async () => {
    const { headers } = await app.call('/');

    expect(headers.get('Content-Security-Policy')).toBe("default-src 'self'");
  });

  it('speaks the language of the caller', async () => {
    const german = await app.call('/nothing', { headers: { 'Accept-Language': 'nl, de-AT;q=0.8' } });
    const english = await app.call('/nothing', { headers: { 'Accept-Language': 'nl' } });

    expect(german.body).toMatchObject({ error: 'not_found' });
    expect(english.body).toMatchObject({ error: 'not_found' });
    expect(german.body).not.toHaveProperty('message', english.body);
    expect(JSON.stringify(german.body)).not.toContain('We could not find');
    expect(JSON.stringify(english.body)).toContain('We could not find');
  });
});

describe('paths and methods', () => {
  let app: EdgeApp;

  beforeAll(async () => {
    app = await startEdgeApp();
  });

  afterAll(() => app.stop());

  it.each(['/nothing', '/notes/a/b', '//notes', '/NOTES', '/messenger/webhook', '/api', '/api/', '/%2F'])(
    'answers 404 where no route has the path: %s',
    async (path) => {
      const { status, body } = await app.call(path);

      expect(status).toBe(404);
      expect(body).toEqual({
        error: 'not_found',
        message: expect.any(String),
        request_id: expect.any(String),
      });
    },
  );

  it.each([
    ['DELETE', '/notes', 'GET, HEAD, POST'],
    ['OPTIONS', '/notes', 'GET, HEAD, POST'],
    ['POST', '/notes/some%20id', 'GET, HEAD'],
    ['PATCH', '/notes/', 'GET, HEAD, POST'],
  ])('answers 405 to %s %s and says what is allowed', async (method, path, allowed) => {
    const { status, headers, body } = await app.call(path, { method });

    expect(status).toBe(405);
    expect(headers.get('Allow')).toBe(allowed);
    expect(body).toMatchObject({ error: 'method_not_allowed' });
  });

  it('serves HEAD where GET is served', async () => {
    const { status, body } = await app.call('/notes', { method: 'HEAD' });

    expect([status, body]).toEqual([200, null]);
  });

  it('hands a path parameter over decoded', async () => {
    const { body } = await app.call('/notes/a%2Fb%20%C3%BC');

    expect(body).toEqual({ id: 'a/b ü' });
  });

  it.each(['/notes/%ff', '/notes/%', '/api/%E0%A4%A/notes'])(
    'answers 400 to the badly encoded %s',
    async (path) => {
      const { status, body } = await app.call(path);

      expect([status, body]).toEqual([400, expect.objectContaining({ error: 'invalid_request' })]);
    },
  );

  it('answers 414 to an address over 8 KiB', async () => {
    const within = await app.call(`/notes?q=${'a'.repeat(8000)}`);
    const beyond = await app.call(`/notes?q=${'a'.repeat(8200)}`);

    expect(within.status).toBe(200);
    expect([beyond.status, beyond.body]).toEqual([414, expect.objectContaining({ error: 'uri_too_long' })]);
    expect(beyond.headers.get('RateLimit-Limit')).toBe('600');
  });
});

describe('failures of the server', () => {
  let app: EdgeApp;

  beforeEach(async () => {
    app = await startEdgeApp();
  });

  afterEach(() => app.stop());

  it('tells nothing of a bug and logs it once, whole, under the request id', async () => {
    const { status, body } = await app.call('/broken', { headers: { 'X-Request-Id': 'r-1' } });

    expect(status).toBe(500);
    expect(body).toEqual({ error: 'internal_error', message: expect.any(String), request_id: 'r-1' });
    expect(JSON.stringify(body)).not.toMatch(/secret|sql|cause|\.ts|node_modules/i);
    expect(app.log.errors).toEqual([
      {
        msg: 'request r-1 failed',
        error: 'internal_error',
        err: expect.objectContaining({
          message: 'secret.sql: SELECT password',
          cause: new Error('the cause'),
        }),
      },
    ]);
  });

  it('says in whole seconds when to come back', async () => {
    const { status, headers, body } = await app.call('/away');

    expect(status).toBe(503);
    expect(headers.get('Retry-After')).toBe('2');
    expect(body).toMatchObject({ error: 'unavailable', retry_after: 2 });
  });

  it('cuts an answer that fails after it began', async () => {
    await expect(app.call('/cut')).rejects.toThrow();
    expect(app.log.errors).toHaveLength(1);
  });
});
