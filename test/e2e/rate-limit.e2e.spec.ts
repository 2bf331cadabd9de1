import { createSecretKey } from 'node:crypto';
import { SignJWT } from 'jose';
import { type Answer, type EdgeApp, post, startEdgeApp } from '../support/edge-app.js';

const SECRET = 'a secret of at least thirty-two bytes';

const device = (id: string): RequestInit => ({ headers: { 'X-Device-Id': id } });

async function user(id: string): Promise<RequestInit> {
  const token = new SignJWT().setProtectedHeader({ alg: 'HS256' }).setSubject(id).setExpirationTime('5m');
  return { headers: { Authorization: `Bearer ${await token.sign(createSecretKey(SECRET, 'utf8'))}` } };
}

const budget = ({ headers }: Answer): (string | null)[] =>
  ['RateLimit-Limit', 'RateLimit-Remaining'].map((name) => headers.get(name));

describe('rate limits', () => {
  let app: EdgeApp;

  beforeEach(async () => {
    const env = { RATE_LIMIT_PER_DEVICE: '3', RATE_LIMIT_PER_IP: '20', TRUST_PROXY: '1', JWT_SECRET: SECRET };
    app = await startEdgeApp({ env });
  });

  afterEach(() => app.stop());

  it('refuse a device its fourth request of three, and nobody else', async () => {
    const answers = [];
    for (const path of ['/notes', '/notes/1', '/nothing', '/notes'])
      answers.push(await app.call(path, device('a')));
    const other = await app.call('/notes', device('b'));

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 429]);
    expect(answers.map(budget)).toEqual([
      ['3', '2'],
      ['3', '1'],
      ['3', '0'],
      ['3', '0'],
    ]);
    expect(other.status).toBe(200);
  });

  it('say when the next window begins', async () => {
    for (let request = 0; request < 3; request += 1) await app.call('/notes', device('a'));
    const { headers, body } = await app.call('/notes', device('a'));

    const seconds = Number(headers.get('Retry-After'));
    expect(Number.isInteger(seconds) && seconds > 0 && seconds <= 60).toBe(true);
    expect(headers.get('RateLimit-Reset')).toBe(String(seconds));
    expect(body).toEqual({
      error: 'rate_limited',
      message: expect.any(String),
      request_id: headers.get('X-Request-Id'),
      retry_after: seconds,
    });
  });

  it('count what is invalid', async () => {
    const broken = {
      method: 'POST',
      body: '{',
      headers: { 'Content-Type': 'application/json', 'X-Device-Id': 'a' },
    };
    const invalid = post({ unknown: 1 }, { 'X-Device-Id': 'a' });
    const statuses = [];
    for (const request of [broken, invalid, { ...broken, method: 'PUT' }, device('a')]) {
      statuses.push((await app.call('/notes', request)).status);
    }

    expect(statuses).toEqual([400, 400, 400, 429]);
  });

  it('know a device by its cleaned id, letter case included', async () => {
    const spellings = [' a', '<a>', 'a\t'].map((device_id) => post({ message: 'x', device_id }));
    for (const request of spellings) await app.call('/notes', request);

    expect((await app.call('/notes?device_id=a')).status).toBe(429);
    expect((await app.call('/notes?device_id=A')).status).toBe(200);
  });

  it('keep devices and users of one name apart', async () => {
    for (let request = 0; request < 3; request += 1) await app.call('/notes', device('alice'));

    expect((await app.call('/notes', device('alice'))).status).toBe(429);
    expect(budget(await app.call('/api/alice/notes', await user('alice')))).toEqual(['3', '2']);
  });

  it('let nobody spend a user’s budget', async () => {
    const mallory = await user('mallory');
    for (let request = 0; request < 3; request += 1) {
      expect((await app.call('/api/alice/notes', mallory)).status).toBe(403);
      expect((await app.call('/api/alice/notes', device('alice'))).status).toBe(401);
    }

    expect(budget(await app.call('/api/alice/notes', await user('alice')))).toEqual(['3', '2']);
  });

  it.each(['/turns/1', '/turns/1?device_id=a'])(
    'leave the polling of turns to the limit by address: %s',
    async (path) => {
      expect(budget(await app.call(path, device('a')))).toEqual(['20', '19']);
    },
  );

  it.each(['/notes', '/notes?device_id=', '/api/alice/notes'])(
    'leave a request without owner to it: %s',
    async (path) => {
      expect(budget(await app.call(path))).toEqual(['20', '19']);
    },
  );

  it('refuse an address that names ever new devices', async () => {
    for (let request = 0; request < 20; request += 1) await app.call('/notes', device(`device ${request}`));
    const answer = await app.call('/notes', device('one more'));

    expect([answer.status, answer.body]).toEqual([429, expect.objectContaining({ error: 'rate_limited' })]);
    expect(budget(answer)).toEqual(['20', '0']);
  });

  it.each([
    ['203.0.113.1', '203.0.113.1', true],
    ['203.0.113.1', '203.0.113.2', false],
    ['::ffff:203.0.113.1', '203.0.113.1', true],
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
  ])('take %s and %s for one network: %s', async (first, second, isOne) => {
    await app.call('/notes', { headers: { 'X-Forwarded-For': first } });
    const answer = await app.call('/notes', { headers: { 'X-Forwarded-For': second } });

    expect(budget(answer)).toEqual(['20', isOne ? '18' : '19']);
  });

  it.each([
    '/health/live',
    '/health/nothing',
    '/metrics',
    '/messenger/v2/webhook',
    '/',
    '/docs',
    '/openapi.json',
  ])('do not hold for %s', async (path) => {
    expect(budget(await app.call(path, device('a')))).toEqual([null, null]);
  });
});

describe('TRUST_PROXY', () => {
  it.each([
    [undefined, '18'],
    ['false', '18'],
    ['0', '18'],
    ['1', '19'],
    ['true', '19'],
    ['loopback', '19'],
    ['127.0.0.0/8, 10.0.0.1', '19'],
    ['10.0.0.1', '18'],
  ])('of %s leaves a second forwarded caller %s requests', async (trust, remaining) => {
    const app = await startEdgeApp({ env: { TRUST_PROXY: trust, RATE_LIMIT_PER_IP: '20' } });

    await app.call('/notes', { headers: { 'X-Forwarded-For': '203.0.113.1' } });
    const { headers } = await app.call('/notes', { headers: { 'X-Forwarded-For': '203.0.113.2' } });
    await app.stop();

    expect(headers.get('RateLimit-Remaining')).toBe(remaining);
  });
});
