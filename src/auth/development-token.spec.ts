import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, jwtVerify } from 'jose';
import { loadSettings } from '../config/settings.js';
import { developmentSecret } from './development-secret.js';
import { developmentToken, NoDevelopmentTokenError } from './development-token.js';

const SECRET = 'a secret of at least thirty-two bytes';
const DATABASE_URL = 'postgres://127.0.0.1/parley';
const DAY_S = 86_400;

describe(developmentToken.name, () => {
  it('is signed with JWT_SECRET, for a day, with issuer and audience where they are demanded', async () => {
    const settings = loadSettings({ JWT_SECRET: SECRET, JWT_ISSUER: 'https://id', JWT_AUDIENCE: 'parley' });

    const token = await developmentToken('alice', settings);
    const { payload } = await jwtVerify(token, Buffer.from(SECRET), {
      issuer: 'https://id',
      audience: 'parley',
    });

    expect(payload.sub).toBe('alice');
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(DAY_S);
  });

  it('is signed with the secret of the embedded mode where nothing is set', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'parley-token-'));

    const token = await developmentToken('alice', loadSettings({ PARLEY_DATA_DIR: dataDir }));
    const secret = await developmentSecret(dataDir);
    await rm(dataDir, { recursive: true });

    await expect(jwtVerify(token, Buffer.from(secret))).resolves.toMatchObject({ payload: { sub: 'alice' } });
    expect(decodeJwt(token)).not.toHaveProperty('iss');
  });

  it.each([
    ['the keys are elsewhere', { JWT_JWKS_URL: 'https://id.example.org/keys' }],
    ['a production database has no secret', { DATABASE_URL }],
  ])('is refused where %s', async (_, environment) => {
    await expect(developmentToken('alice', loadSettings(environment))).rejects.toThrow(
      NoDevelopmentTokenError,
    );
  });

  it.each([undefined, '', 'a'.repeat(256)])('is refused to the user %p', async (userId) => {
    await expect(developmentToken(userId, loadSettings({ JWT_SECRET: SECRET }))).rejects.toThrow('Usage');
  });
});
