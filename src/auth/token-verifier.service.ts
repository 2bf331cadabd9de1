import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey, type JWTVerifyOptions } from 'jose';
import { Settings } from '../config/settings.js';
import { UnauthenticatedError } from '../errors/request.errors.js';
import { invalidToken } from './bearer-token.js';
import { type SigningKeys, signingKeys } from './signing-keys.js';

/** Knows whether a token is good, and whose it is. */
@Injectable()
export class TokenVerifier implements OnModuleInit {
  private readonly logger = new Logger(TokenVerifier.name);
  private readonly keys: SigningKeys | null;
  private readonly options: JWTVerifyOptions;

  constructor(settings: Settings) {
    const { issuer, audience } = settings.auth;
    this.keys = signingKeys(settings);
    this.options = {
      algorithms: this.keys?.algorithms ?? [],
      requiredClaims: ['exp', 'sub'],
      clockTolerance: 0,
      ...(issuer === null ? {} : { issuer }),
      ...(audience === null ? {} : { audience }),
    };
  }

  onModuleInit(): void {
    if (this.keys) return;
    this.logger.warn(
      'Neither JWT_SECRET nor JWT_JWKS_URL is set: every request below /api/{user_id} answers 401',
    );
  }

  /**
   * The `sub` of a good token.
   * @throws UnauthenticatedError for any other token, UnavailableError where the key set can't be had
   */
  async verify(token: string): Promise<string> {
    if (!this.keys) throw new UnauthenticatedError();
    const { sub } = await this.payloadOf(token, this.keys.keyOf);
    if (typeof sub !== 'string') throw invalidToken();
    return sub;
  }

  private async payloadOf(token: string, keyOf: JWTVerifyGetKey): Promise<JWTPayload> {
    try {
      return (await jwtVerify(token, keyOf, this.options)).payload;
    } catch (error) {
      if (error instanceof errors.JWKSMultipleMatchingKeys) return this.payloadByAnyOf(error, token);
      throw error instanceof errors.JOSEError ? invalidToken(error) : error;
    }
  }

  /** A token without a key id may be signed by any of the fitting keys. */
  private async payloadByAnyOf(keys: errors.JWKSMultipleMatchingKeys, token: string): Promise<JWTPayload> {
    for await (const key of keys) {
      try {
        return await this.payloadOf(token, () => Promise.resolve(key));
      } catch (error) {
        const isWrongKey =
          error instanceof UnauthenticatedError &&
          error.cause instanceof errors.JWSSignatureVerificationFailed;
        if (!isWrongKey) throw error;
      }
    }
    throw invalidToken();
  }
}
