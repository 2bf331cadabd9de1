import { gzipSync } from 'node:zlib';
import { type EdgeApp, post, startEdgeApp } from '../support/edge-app.js';

const JSON_TYPE = { 'Content-Type': 'application/json', 'X-Device-Id': 'phone' };

function raw(body: string | Buffer<ArrayBuffer>, headers: Record<string, string> = {}): RequestInit {
  return { method: 'POST', body, headers: { ...JSON_TYPE, ...headers } };
}

/** `levels` objects in each other. */
const nested = (levels: number): unknown => (levels === 1 ? {} : { a: nested(levels - 1) });

describe('request bodies', () => {
  let app: EdgeApp;

  beforeAll(async () => {
    app = await startEdgeApp({ env: { BODY_LIMIT_BYTES: '2048' } });
  });

  afterAll(() => app.stop());

  it.each(['{', '{"message": "a"', "{'message': 'a'}", 'message=a', '{"message":"a"} x'])(
    'that are not JSON answer 400: %s',
    async (body) => {
      const answer = await app.call('/notes', raw(body));

      expect([answer.status, answer.body]).toEqual([
        400,
        expect.objectContaining({ error: 'malformed_json' }),
      ]);
    },
  );

  it.each(['[]', '[{"message":"a"}]', '"message"', 'null', '7'])(
    'that are no object answer 400: %s',
    async (body) => {
      const answer = await app.call('/notes', raw(body));

      expect([answer.status, answer.body]).toEqual([
        400,
        expect.objectContaining({ error: 'invalid_request' }),
      ]);
    },
  );

  it('may be nested 32 levels deep, not 33', async () => {
    const within = await app.call('/notes', post({ message: 'a', extra: nested(31) }, JSON_TYPE));
    const beyond = await app.call('/notes', post({ message: 'a', extra: nested(32) }, JSON_TYPE));

    expect(within.status).toBe(201);
    expect([beyond.status, beyond.body]).toEqual([
      400,
      expect.objectContaining({ error: 'invalid_request' }),
    ]);
  });

  it('survive a thousand brackets', async () => {
    const { status } = await app.call('/notes', raw('['.repeat(1000) + ']'.repeat(1000)));

    expect(status).toBe(400);
  });

  it('beyond the limit answer 413', async () => {
    const within = await app.call('/notes', post({ message: 'a'.repeat(2000) }, JSON_TYPE));
    const beyond = await app.call('/notes', post({ message: 'a'.repeat(2048) }, JSON_TYPE));

    expect(within.status).toBe(201);
    expect([beyond.status, beyond.body]).toEqual([
      413,
      expect.objectContaining({ error: 'payload_too_large' }),
    ]);
  });

  it('may be compressed, and are measured unpacked', async () => {
    const gzip = { 'Content-Encoding': 'gzip' };
    const within = await app.call('/notes', raw(Buffer.from(gzipSync('{"message":"packed"}')), gzip));
    const bomb = Buffer.from(gzipSync(`{"message":"${'a'.repeat(5_000_000)}"}`)).subarray(0, 2048);
    const beyond = await app.call('/notes', raw(bomb, gzip));
    const broken = await app.call('/notes', raw('not packed', gzip));

    expect(within.body).toMatchObject({ message: 'packed' });
    expect(beyond.status).toBe(413);
    expect([broken.status, broken.body]).toEqual([
      400,
      expect.objectContaining({ error: 'invalid_request' }),
    ]);
  });

  it.each([
    ['text/plain', {}],
    ['application/x-www-form-urlencoded', {}],
    ['application/json+x', {}],
    ['application/vnd.api+json', {}],
    ['application/jsonp', {}],
    ['', {}],
    ['application/json; charset=iso-8859-1', {}],
    ['application/json', { 'Content-Encoding': 'rot13' }],
  ])('of type %j %j answer 415', async (type, headers) => {
    const answer = await app.call('/notes', raw('{"message":"a"}', { 'Content-Type': type, ...headers }));

    expect([answer.status, answer.body]).toEqual([
      415,
      expect.objectContaining({ error: 'unsupported_media_type' }),
    ]);
  });

  it.each([
    'application/json; charset=utf-8',
    'Application/JSON;charset="UTF-8"',
    'application/json; v=1',
    'application/json;',
  ])('of type %s are read', async (type) => {
    const { status } = await app.call('/notes', raw('{"message":"a"}', { 'Content-Type': type }));

    expect(status).toBe(201);
  });

  it('need no type where there are none', async () => {
    const { status, body } = await app.call('/notes', {
      method: 'POST',
      headers: { 'X-Device-Id': 'phone' },
    });

    expect(status).toBe(400);
    expect(body).toMatchObject({ details: [{ field: 'message', message: 'message must be a string' }] });
  });

  it('with unknown fields answer 400 and name them', async () => {
    const { status, body } = await app.call('/notes', post({ message: 'a', isAdmin: true }, JSON_TYPE));

    expect(status).toBe(400);
    expect(body).toMatchObject({ details: [{ field: 'isAdmin', message: 'is not a known field' }] });
  });

  it('with duplicate keys or prototypes harm nobody', async () => {
    const twice = await app.call('/notes', raw('{"message":"a","message":"b"}'));
    const proto = await app.call(
      '/notes',
      raw('{"message":"a","__proto__":{"polluted":1},"extra":{"__proto__":{"polluted":1}}}'),
    );

    expect(twice.body).toMatchObject({ message: 'b' });
    expect(proto.status).toBeLessThan(500);
    expect(Object.prototype).not.toHaveProperty('polluted');
  });
});

describe('query parameters', () => {
  let app: EdgeApp;

  beforeAll(async () => {
    app = await startEdgeApp();
  });

  afterAll(() => app.stop());

  it('are turned into what the route takes, unknown ones dropped', async () => {
    const { status, body } = await app.call('/notes?limit=7&utm_source=mail');

    expect([status, body]).toEqual([200, { limit: 7 }]);
  });

  it.each(['limit=101', 'limit=x', 'limit=1&limit=2', 'limit=1.5'])(
    'answer 400 where they break a rule: %s',
    async (query) => {
      const { status, body } = await app.call(`/notes?${query}`);

      expect(status).toBe(400);
      expect(body).toMatchObject({ details: [{ field: 'limit' }] });
    },
  );
});
