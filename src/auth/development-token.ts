import { createSecretKey } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Settings } from '../config/settings.js';
import { InvalidRequestError } from '../errors/request.errors.js';
import { developmentSecret } from './development-secret.js';
import { cleanUserId } from './user-id.js';

/** No token can be signed with these settings; the message is for the person at the terminal. */
export class NoDevelopmentTokenError extends Error {}

/**
 * A token for `userId`, good for 24 hours at a server with the same settings: signed with JWT_SECRET, or with the
 * secret that the embedded mode keeps.
 * @throws NoDevelopmentTokenError where the tokens come from elsewhere, or the user id is missing or unusable
 */
export async function developmentToken(userId: string | undefined, settings: Settings): Promise<string> {
  const { issuer, audience } = settings.auth;
  const token = new SignJWT().setProtectedHeader({ alg: 'HS256' }).setSubject(namedUser(userId));
  token.setIssuedAt().setExpirationTime('24h');
  if (issuer !== null) token.setIssuer(issuer);
  if (audience !== null) token.setAudience(audience);
  return token.sign(createSecretKey(await secretOf(settings), 'utf8'));
}

function namedUser(userId: string | undefined): string {
  try {
    return cleanUserId(userId);
  } catch (error) {
    if (!(error instanceof InvalidRequestError)) throw error;
    throw new NoDevelopmentTokenError('Usage: npm run token -- USER (1 to 255 characters)');
  }
}

async function secretOf({ auth, database }: Settings): Promise<string> {
  if (auth.jwtSecret !== null) return auth.jwtSecret;
  if (auth.jwksUrl !== null)
    throw new NoDevelopmentTokenError('JWT_JWKS_URL is set: only its owner can sign tokens');
  if (database.url !== null)
    throw new NoDevelopmentTokenError('Set JWT_SECRET: there is none to sign the token with');
  return developmentSecret(database.dataDir);
}
