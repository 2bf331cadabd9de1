import { loggedPath } from './logged-path.js';

describe(loggedPath.name, () => {
  it.each([
    ['/conversations?device_id=secret&limit=5', '/conversations'],
    ['/api/alice@example.org/chat', '/api/{user_id}/chat'],
    ['/API/alice/conversations?x=1', '/api/{user_id}/conversations'],
    ['//api//alice/chat', '/api/{user_id}/chat'],
    ['/apiary', '/apiary'],
    ['/docs#top', '/docs'],
    ['', ''],
  ])('logs %s as %s', (url, logged) => {
    expect(loggedPath(url)).toBe(logged);
  });

  it('keeps at most 256 characters', () => {
    expect(loggedPath(`/${'a'.repeat(5000)}`)).toHaveLength(256);
  });
});
