import { optionalString, optionalUrl } from './setting.js';

/** How signed-in callers prove who they are. */
export const authSection = {
  jwtSecret: optionalString({
    variable: 'JWT_SECRET',
    meaning: 'Secret of HS256 tokens; excludes JWT_JWKS_URL.',
    minBytes: 32,
  }),
  jwksUrl: optionalUrl({
    variable: 'JWT_JWKS_URL',
    meaning: 'Key set of RS256, ES256 or EdDSA tokens; excludes JWT_SECRET.',
    schemes: ['https:', 'http:'],
  }),
  issuer: optionalString({ variable: 'JWT_ISSUER', meaning: 'Required `iss` of every token, when set.' }),
  audience: optionalString({ variable: 'JWT_AUDIENCE', meaning: 'Required `aud` of every token, when set.' }),
  adminToken: optionalString({
    variable: 'ADMIN_TOKEN',
    meaning: 'Bearer token of those who look after the knowledge base; unset, /knowledge does not exist.',
    minBytes: 16,
  }),
};
