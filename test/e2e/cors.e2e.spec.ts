import { type EdgeApp, startEdgeApp } from '../support/edge-app.js';

const ORIGIN = 'https://app.example.org';

const preflight: RequestInit = {
  method: 'OPTIONS',
  headers: { Origin: ORIGIN, 'Access-Control-Request-Method': 'POST' },
};

describe('CORS_ORIGINS', () => {
  let app: EdgeApp | undefined;

  afterEach(() => app?.stop());

  it('unset gives no origin anything', async () => {
    app = await startEdgeApp();

    const asked = await app.call('/notes', preflight);
    const served = await app.call('/notes', { headers: { Origin: ORIGIN } });

    expect(asked.status).toBe(405);
    expect(asked.headers.get('Access-Control-Allow-Origin')).toBeNull();
    expect(served.headers.get('Access-Control-Allow-Origin')).toBeNull();
  });

  it('lets the named origin send what the API takes and read what it answers', async () => {
    app = await startEdgeApp({ env: { CORS_ORIGINS: `https://other.example.org,${ORIGIN}` } });

    const asked = await app.call('/notes', preflight);
    const refused = await app.call('/nothing', { headers: { Origin: ORIGIN } });

    expect(asked.status).toBe(204);
    expect(asked.headers.get('Access-Control-Allow-Origin')).toBe(ORIGIN);
    expect(asked.headers.get('Access-Control-Allow-Headers')).toBe(
      'Accept-Language,Authorization,Content-Type,Idempotency-Key,Prefer,X-Device-Id,X-Request-Id',
    );
    expect(refused.headers.get('Access-Control-Allow-Origin')).toBe(ORIGIN);
    expect(refused.headers.get('Access-Control-Expose-Headers')).toBe(
      'Idempotency-Replayed,Location,RateLimit-Limit,RateLimit-Remaining,RateLimit-Reset,Retry-After,X-Request-Id',
    );
    expect(refused.headers.get('Access-Control-Allow-Credentials')).toBeNull();
  });

  it('gives other origins nothing', async () => {
    app = await startEdgeApp({ env: { CORS_ORIGINS: ORIGIN } });

    const { headers } = await app.call('/notes', { headers: { Origin: 'https://evil.example.org' } });

    expect(headers.get('Access-Control-Allow-Origin')).toBeNull();
    expect(headers.get('Vary')).toContain('Origin');
  });
});
