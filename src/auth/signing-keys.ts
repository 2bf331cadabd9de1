import { createSecretKey } from 'node:crypto';
import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import type { Settings } from '../config/settings.js';
import { UnavailableError } from '../errors/request.errors.js';

/** Longest wait for the key set, in ms. */
const JWKS_TIMEOUT_MS = 3000;
/** Shortest time between two fetches because of unknown key ids, in ms. */
const JWKS_COOLDOWN_MS = 30_000;

/** What tokens may be signed with. The algorithms are fixed, whatever a token says of itself. */
export interface SigningKeys {
  readonly algorithms: string[];
  readonly keyOf: JWTVerifyGetKey;
}

/** The keys that the settings name; null where they name none. */
export function signingKeys({ auth }: Settings): SigningKeys | null {
  if (auth.jwksUrl !== null) {
    return { algorithms: ['RS256', 'ES256', 'EdDSA'], keyOf: remoteKeys(new URL(auth.jwksUrl)) };
  }
  if (auth.jwtSecret === null) return null;
  const key = createSecretKey(auth.jwtSecret, 'utf8');
  return { algorithms: ['HS256'], keyOf: () => Promise.resolve(key) };
}

/** A key set that cannot be had is our trouble and says nothing about the token. */
function remoteKeys(url: URL): JWTVerifyGetKey {
  const keySet = createRemoteJWKSet(url, {
    timeoutDuration: JWKS_TIMEOUT_MS,
    cooldownDuration: JWKS_COOLDOWN_MS,
  });
  return async (header, token) => {
    try {
      return await keySet(header, token);
    } catch (error) {
      if (isAboutToken(error)) throw error;
      throw new UnavailableError({ cause: error });
    }
  };
}

const isAboutToken = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;
