import { pageAccesses, pageToken } from './page-tokens.js';

describe(pageToken.name, () => {
  it('is the page’s own, else the one of all pages, else none', () => {
    const own = { pages: { '1': 'one' }, pageAccessToken: 'all' };

    expect(pageToken(own, '1')).toBe('one');
    expect(pageToken(own, '2')).toBe('all');
    expect(pageToken({ ...own, pageAccessToken: null }, '2')).toBeNull();
    expect(pageToken({ pages: null, pageAccessToken: null }, '1')).toBeNull();
  });

  it('finds nothing under the names of an object’s own parts', () => {
    expect(pageToken({ pages: { '1': 'one' }, pageAccessToken: null }, 'constructor')).toBeNull();
  });
});

describe('the pages that there is a token for', () => {
  it('are those that are named, and the one of the token of all others', () => {
    expect(pageAccesses({ pages: { '1': 'one' }, pageAccessToken: 'all' })).toEqual([
      { pageId: '1', token: 'one' },
      { pageId: 'me', token: 'all' },
    ]);
    expect(pageAccesses({ pages: null, pageAccessToken: null })).toEqual([]);
  });
});
