import { redisAddress } from './redis-address.js';
import { BadSettingsError, loadSettings } from './settings.js';

describe(redisAddress.name, () => {
  it('reads one server, with what it has by default', () => {
    expect(redisAddress('redis://cache')).toEqual({
      kind: 'single',
      nodes: [{ host: 'cache', port: 6379 }],
      primaryName: '',
      database: 0,
      username: undefined,
      password: undefined,
      isEncrypted: false,
    });
  });

  it.each([
    ['redis://10.0.0.1:7000', { nodes: [{ host: '10.0.0.1', port: 7000 }] }],
    ['redis://cache.example.org:65535/15', { database: 15 }],
    ['redis://cache/', { database: 0 }],
    ['rediss://cache', { isEncrypted: true }],
    ['redis://[::1]', { nodes: [{ host: '::1', port: 6379 }] }],
    ['redis://[2001:DB8::1]:7000/3', { nodes: [{ host: '2001:DB8::1', port: 7000 }], database: 3 }],
    ['redis://parley:secret@cache', { username: 'parley', password: 'secret' }],
    ['redis://parley@cache', { username: 'parley', password: undefined }],
    ['redis://:secret@cache', { username: undefined, password: 'secret' }],
    ['redis://:@cache', { username: undefined, password: undefined }],
    ['redis://:a:b@cache', { password: 'a:b' }],
    [
      'redis://p%40rley:%3As%2Fe%3Fc%23r%25et%F0%9F%94%91@cache',
      { username: 'p@rley', password: ':s/e?c#r%et🔑' },
    ],
  ])('reads %s', (url, expected) => {
    expect(redisAddress(url)).toMatchObject({ kind: 'single', ...expected });
  });

  it.each([
    [
      'redis+sentinel://one,two:7000,[::1]/main',
      {
        nodes: [
          { host: 'one', port: 26_379 },
          { host: 'two', port: 7000 },
          { host: '::1', port: 26_379 },
        ],
        primaryName: 'main',
        database: 0,
      },
    ],
    ['redis+sentinel://one/main/2', { primaryName: 'main', database: 2 }],
    ['rediss+sentinel://:secret@one/main', { isEncrypted: true, password: 'secret' }],
  ])('reads sentinels: %s', (url, expected) => {
    expect(redisAddress(url)).toMatchObject({ kind: 'sentinel', ...expected });
  });

  it.each([
    [
      'redis+cluster://one,two:7000',
      {
        nodes: [
          { host: 'one', port: 6379 },
          { host: 'two', port: 7000 },
        ],
      },
    ],
    ['redis+cluster://one/0', { database: 0 }],
    ['rediss+cluster://parley:secret@one', { isEncrypted: true, username: 'parley' }],
  ])('reads a cluster: %s', (url, expected) => {
    expect(redisAddress(url)).toMatchObject({ kind: 'cluster', primaryName: '', ...expected });
  });

  it.each([
    ['', 'nothing'],
    ['cache:6379', 'no scheme'],
    ['http://cache', 'another scheme'],
    ['redis+ring://cache', 'an unknown arrangement'],
    ['redis://', 'no host'],
    ['redis://:secret@', 'no host behind the password'],
    ['redis://cache:', 'an empty port'],
    ['redis://cache:0', 'port 0'],
    ['redis://cache:65536', 'a port too high'],
    ['redis://cache:port', 'a port in words'],
    ['redis://ca che', 'a space'],
    ['redis://::1', 'IPv6 without brackets'],
    ['redis://[cache]', 'a name in brackets'],
    ['redis://one,two', 'two servers without sentinels'],
    ['redis+cluster://one,', 'an empty node'],
    ['redis+cluster://one,two:x', 'one bad node of two'],
    ['redis+cluster://one/1', 'a database of a cluster'],
    ['redis+sentinel://one', 'sentinels without the name of the primary'],
    ['redis+sentinel://one/main/x', 'a database in words behind the name'],
    ['redis+sentinel://one/main/1/2', 'a path too long'],
    ['redis://cache/x', 'a database in words'],
    ['redis://cache/1000', 'a database too high'],
    ['redis://cache/1/2', 'two databases'],
    ['redis://cache/-1', 'a database below 0'],
    ['redis://cache?db=1', 'a query'],
    ['redis://cache#1', 'a fragment'],
    ['redis://a@b@cache', 'an @ that is not encoded'],
    ['redis://:100%@cache', 'a percent sign that encodes nothing'],
    ['redis://%E0%A4%A@cache', 'bytes that are no text'],
  ])('refuses %j: %s', (url) => {
    expect(redisAddress(url)).toBeNull();
  });
});

describe('REDIS_URL', () => {
  it('is not set by default', () => {
    expect(loadSettings({}).database.redis).toBeNull();
  });

  it('is refused by name and never shown where it is none', () => {
    const load = () => loadSettings({ REDIS_URL: 'redis://:hidden@one,two' });

    expect(load).toThrow(BadSettingsError);
    expect(load).toThrow(/REDIS_URL/);
    expect(load).not.toThrow(/hidden/);
  });
});
