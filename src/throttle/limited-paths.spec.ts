import { isExempt, isFreeForOwner } from './limited-paths.js';

describe(isExempt.name, () => {
  it.each([
    '/',
    '/health',
    '/health/ready',
    '/metrics',
    '/messenger/v2/webhook',
    '/docs/',
    '/openapi.json',
    '/assets/a.js',
  ])('frees %s', (path) => {
    expect(isExempt(path)).toBe(true);
  });

  it.each([
    '/chat',
    '/healthy',
    '/health-check',
    '/conversations/docs',
    '//health',
    '/api/health/chat',
    '/openapi_json',
  ])('does not free %s', (path) => {
    expect(isExempt(path)).toBe(false);
  });
});

describe(isFreeForOwner.name, () => {
  it.each(['/turns/1', '/turns', '/api/alice/turns/1'])('frees %s', (path) => {
    expect(isFreeForOwner(path)).toBe(true);
  });

  it.each(['/chat', '/turnstile', '/api/turns/chat', '/conversations/turns'])('does not free %s', (path) => {
    expect(isFreeForOwner(path)).toBe(false);
  });
});
