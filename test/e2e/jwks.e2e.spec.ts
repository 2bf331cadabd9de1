import { createSecretKey } from 'node:crypto';
import { SignJWT } from 'jose';
import { type EdgeApp, startEdgeApp } from '../support/edge-app.js';
import { newSigningKey, type SigningKey, signWith, startKeyServer } from '../support/key-server.js';

const bearer = (token: string): RequestInit => ({ headers: { Authorization: `Bearer ${token}` } });

/** HS256 confusion: the public key, which everybody knows, taken for a secret. */
function signedWithPublicKey(key: SigningKey | undefined): Promise<string> {
  const secret = createSecretKey(JSON.stringify(key?.publicJwk), 'utf8');
  return new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('alice')
    .setExpirationTime('5m')
    .sign(secret);
}

describe('JWT_JWKS_URL', () => {
  let keys: SigningKey[];
  let app: EdgeApp | undefined;
  let provider: { url: string; stop(): Promise<void> } | undefined;

  beforeAll(async () => {
    keys = await Promise.all([
      newSigningKey('RS256', 'rsa'),
      newSigningKey('ES256', 'elliptic'),
      newSigningKey('EdDSA', 'edwards'),
      newSigningKey('ES256', 'elliptic-2'),
    ]);
  });

  afterEach(async () => {
    await app?.stop();
    await provider?.stop();
  });

  async function start(published: readonly SigningKey[], status = 200): Promise<EdgeApp> {
    provider = await startKeyServer(published, status);
    app = await startEdgeApp({ env: { JWT_JWKS_URL: provider.url } });
    return app;
  }

  it('takes tokens of RS256, ES256 and EdDSA keys, with a key id or without', async () => {
    const server = await start(keys);

    const tokens = await Promise.all(
      keys.flatMap((key) => [signWith(key, 'alice'), signWith(key, 'alice', { kid: false })]),
    );
    const answers = await Promise.all(tokens.map((token) => server.call('/api/alice/notes', bearer(token))));

    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
  });

  it('refuses keys that are not published, and secrets', async () => {
    const server = await start(keys.slice(0, 2));
    const [, , , stranger] = keys;
    const impostor = await newSigningKey('RS256', 'rsa');

    const tokens = [
      ...(stranger
        ? [await signWith(stranger, 'alice'), await signWith(stranger, 'alice', { kid: false })]
        : []),
      await signWith(impostor, 'alice'),
      await signedWithPublicKey(keys[0]),
    ];

    expect(tokens).toHaveLength(4);
    for (const token of tokens) {
      expect((await server.call('/api/alice/notes', bearer(token))).status).toBe(401);
    }
  });

  it('that cannot be had is our trouble: 503, and 401 only where no token is given', async () => {
    const server = await start(keys, 500);
    const [key] = keys;
    const token = key ? await signWith(key, 'alice') : '';

    const failing = await server.call('/api/alice/notes', bearer(token));
    await provider?.stop();
    const gone = await server.call('/api/alice/notes', bearer(token));
    const none = await server.call('/api/alice/notes');

    expect([failing.status, failing.body]).toEqual([503, expect.objectContaining({ error: 'unavailable' })]);
    expect(gone.status).toBe(503);
    expect(gone.headers.get('Retry-After')).toMatch(/^\d+$/);
    expect(none.status).toBe(401);
  });
});
