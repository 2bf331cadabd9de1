import { createSecretKey, randomUUID } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import { type Answer, ApiClient, type Call, type ChatBody } from './api.js';
import { TEST_JWT_SECRET } from './app.js';

/** A token as `startApp` accepts it; `claims` replace `sub` and `exp` (five minutes from now), undefined removes one. */
export function signToken(
  claims: JWTPayload,
  secret = TEST_JWT_SECRET,
  algorithm = 'HS256',
): Promise<string> {
  const exp = Math.floor(Date.now() / 1000) + 300;
  return new SignJWT({ exp, ...claims })
    .setProtectedHeader({ alg: algorithm })
    .sign(createSecretKey(secret, 'utf8'));
}

/** One signed-in caller of Parley's API, below `/api/{user_id}`. */
export class UserClient {
  private constructor(
    private readonly api: ApiClient,
    readonly userId: string,
    readonly token: string,
  ) {}

  static async signIn(url: string, userId: string = randomUUID()): Promise<UserClient> {
    return new UserClient(new ApiClient(url), userId, await signToken({ sub: userId }));
  }

  /** `/api/{user_id}`, encoded. */
  get prefix(): string {
    return `/api/${encodeURIComponent(this.userId)}`;
  }

  /** Any request, `path` below the user's prefix. */
  asUser<Body>(path: string, call: Call = {}): Promise<Answer<Body>> {
    const headers = { Authorization: `Bearer ${this.token}`, ...call.headers };
    return this.api.call(`${this.prefix}${path}`, { ...call, headers });
  }

  /** POST /api/{user_id}/chat. */
  chat(message: string, fields: Record<string, unknown> = {}): Promise<Answer<ChatBody>> {
    return this.asUser('/chat', { json: { message, ...fields } });
  }
}
