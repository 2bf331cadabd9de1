import { createSecretKey } from 'node:crypto';
import { type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { type Answer, type EdgeApp, post, startEdgeApp } from '../support/edge-app.js';

const SECRET = 'a secret of at least thirty-two bytes';
const INVALID_TOKEN = 'Bearer error="invalid_token"';

interface TokenParts {
  readonly claims?: JWTPayload;
  readonly algorithm?: string;
  readonly secret?: string;
}

const secondsFromNow = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

function sign({ claims = {}, algorithm = 'HS256', secret = SECRET }: TokenParts = {}): Promise<string> {
  const payload = { sub: 'alice', exp: secondsFromNow(300), ...claims };
  return new SignJWT(payload).setProtectedHeader({ alg: algorithm }).sign(createSecretKey(secret, 'utf8'));
}

const bearer = (token: string): RequestInit => ({ headers: { Authorization: `Bearer ${token}` } });

function expectUnauthenticated(answer: Answer, challenge: string): void {
  expect(answer.status).toBe(401);
  expect(answer.body).toMatchObject({ error: 'unauthenticated' });
  expect(answer.headers.get('WWW-Authenticate')).toBe(challenge);
}

describe('a route below /api/{user_id}, with JWT_SECRET', () => {
  let app: EdgeApp;

  beforeAll(async () => {
    app = await startEdgeApp({ env: { JWT_SECRET: SECRET } });
  });

  afterAll(() => app.stop());

  it('serves the user whose token it is', async () => {
    const { status, body } = await app.call('/api/alice/notes', bearer(await sign()));

    expect([status, body]).toEqual([200, { kind: 'user', id: 'alice' }]);
  });

  it.each(['bearer', 'BEARER', 'Bearer '])('takes the scheme %j', async (scheme) => {
    const { status } = await app.call('/api/alice/notes', {
      headers: { Authorization: `${scheme} ${await sign()}` },
    });

    expect(status).toBe(200);
  });

  it('asks for a token where there is none', async () => {
    expectUnauthenticated(await app.call('/api/alice/notes'), 'Bearer');
  });

  it.each(['Bearer', 'Bearer a b', 'Basic YTpi', 'token', 'Bearer a.b.c', 'Bearer ä', ''])(
    'refuses the header %j',
    async (authorization) => {
      const answer = await app.call('/api/alice/notes', { headers: { Authorization: authorization } });

      expectUnauthenticated(answer, INVALID_TOKEN);
    },
  );

  it.each([
    ['expired', { claims: { exp: secondsFromNow(-1) } }],
    ['expires now', { claims: { exp: secondsFromNow(0) } }],
    ['is not yet valid', { claims: { nbf: secondsFromNow(60) } }],
    ['never expires', { claims: { exp: undefined } }],
    ['is nobody’s', { claims: { sub: undefined } }],
    ['is signed with another secret', { secret: 'another secret of thirty-two bytes!' }],
    ['is signed with another algorithm', { algorithm: 'HS512', secret: SECRET.repeat(2) }],
  ])('refuses a token that %s', async (_, parts: TokenParts) => {
    expectUnauthenticated(await app.call('/api/alice/notes', bearer(await sign(parts))), INVALID_TOKEN);
  });

  it('refuses a token of algorithm none, and one whose parts were exchanged', async () => {
    const none = new UnsecuredJWT({ sub: 'alice' }).setExpirationTime('5m').encode();
    const [header, , signature] = (await sign()).split('.');
    const forged = Buffer.from(JSON.stringify({ sub: 'alice', exp: secondsFromNow(9999) })).toString(
      'base64url',
    );

    expectUnauthenticated(await app.call('/api/alice/notes', bearer(none)), INVALID_TOKEN);
    expectUnauthenticated(
      await app.call('/api/alice/notes', bearer(`${header}.${forged}.${signature}`)),
      INVALID_TOKEN,
    );
  });

  it('refuses a subject that is not text', async () => {
    const payload = Buffer.from(JSON.stringify({ sub: 7, exp: secondsFromNow(300) }));
    const { CompactSign } = await import('jose');
    const token = await new CompactSign(payload)
      .setProtectedHeader({ alg: 'HS256' })
      .sign(Buffer.from(SECRET));

    expectUnauthenticated(await app.call('/api/7/notes', bearer(token)), INVALID_TOKEN);
  });

  it.each(['/api/bob/notes', '/api/Alice/notes', '/api/alice%20/notes', '/api/bob/nothing', '/api/bob'])(
    'is forbidden to other users: %s',
    async (path) => {
      const { status, body } = await app.call(path, bearer(await sign()));

      expect([status, body]).toEqual([403, expect.objectContaining({ error: 'forbidden' })]);
    },
  );

  it('compares the decoded id exactly', async () => {
    const id = 'auth0|ä/b c';

    const { status, body } = await app.call(
      `/api/${encodeURIComponent(id)}/notes`,
      bearer(await sign({ claims: { sub: id } })),
    );

    expect([status, body]).toEqual([200, { kind: 'user', id }]);
  });

  it('takes ids of up to 255 characters', async () => {
    const [longest, tooLong] = ['😀'.repeat(255), 'a'.repeat(256)];
    const within = await app.call(
      `/api/${encodeURIComponent(longest)}/notes`,
      bearer(await sign({ claims: { sub: longest } })),
    );
    const beyond = await app.call(`/api/${tooLong}/notes`, bearer(await sign({ claims: { sub: tooLong } })));
    const nul = await app.call('/api/%00/notes', bearer(await sign({ claims: { sub: '\0' } })));

    expect([within.status, beyond.status, nul.status]).toEqual([200, 400, 400]);
    expect(beyond.body).toMatchObject({ details: [{ field: 'user_id' }] });
  });

  it.each(['/api/alice/nothing', '/api/alice', '/API/alice/notes', '//api/alice/notes'])(
    'tells strangers nothing of what exists: %s',
    async (path) => {
      expectUnauthenticated(await app.call(path), 'Bearer');
    },
  );

  it('answers its owner 404 and 405 as elsewhere', async () => {
    const token = bearer(await sign());

    expect((await app.call('/api/alice/nothing', token)).status).toBe(404);
    expect((await app.call('/api/alice/notes', { ...token, method: 'DELETE' })).status).toBe(405);
  });

  it('is not reached by a device id, nor a device route by a token', async () => {
    const device = await app.call('/api/alice/notes', { headers: { 'X-Device-Id': 'alice' } });
    const token = await app.call(
      '/notes',
      post({ message: 'a' }, { Authorization: `Bearer ${await sign()}` }),
    );

    expect(device.status).toBe(401);
    expect(token.status).toBe(400);
  });
});

describe('JWT_ISSUER and JWT_AUDIENCE', () => {
  let app: EdgeApp;

  beforeAll(async () => {
    app = await startEdgeApp({
      env: { JWT_SECRET: SECRET, JWT_ISSUER: 'https://id', JWT_AUDIENCE: 'parley' },
    });
  });

  afterAll(() => app.stop());

  it.each([
    [200, { iss: 'https://id', aud: 'parley' }],
    [200, { iss: 'https://id', aud: ['other', 'parley'] }],
    [401, { iss: 'https://id' }],
    [401, { aud: 'parley' }],
    [401, { iss: 'https://evil', aud: 'parley' }],
    [401, { iss: 'https://id', aud: 'other' }],
  ])('answer %d to a token of %j', async (status, claims) => {
    const answer = await app.call('/api/alice/notes', bearer(await sign({ claims })));

    expect(answer.status).toBe(status);
  });
});

describe('no key setting at all', () => {
  it('answers 401 to everybody and says why once at the start', async () => {
    const app = await startEdgeApp();

    const answer = await app.call('/api/alice/notes', bearer(await sign()));
    await app.stop();

    expect(answer.status).toBe(401);
    expect(app.log.warnings).toEqual([expect.stringContaining('Neither JWT_SECRET nor JWT_JWKS_URL is set')]);
  });
});
