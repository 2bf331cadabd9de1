import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import { type MessengerApp, startMessengerApp } from '../support/messenger-app.js';
import {
  deliver,
  newPsid,
  signatureOf,
  textFrom,
  VERIFY_TOKEN,
  webhookOf,
} from '../support/messenger-page.js';

describe('the webhook', () => {
  let app: MessengerApp;

  beforeAll(async () => {
    app = await startMessengerApp();
  });
  afterAll(() => app.stop());

  const handshake = (query: Record<string, string>): Promise<Response> =>
    fetch(`${app.url}/messenger/v2/webhook?${new URLSearchParams(query).toString()}`);
  const right = { 'hub.mode': 'subscribe', 'hub.verify_token': VERIFY_TOKEN, 'hub.challenge': '1158201444' };

  it('gives the challenge back, bare, to who knows the word', async () => {
    const response = await handshake(right);

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await response.text()).toBe('1158201444');
  });

  it.each([
    ['another word', { ...right, 'hub.verify_token': 'guessed' }],
    ['no word', { 'hub.mode': 'subscribe', 'hub.challenge': '1' }],
    ['another mode', { ...right, 'hub.mode': 'unsubscribe' }],
    ['markup for a challenge', { ...right, 'hub.challenge': '<script>' }],
  ])('refuses a handshake with %s', async (_what, query) => {
    expect((await handshake(query)).status).toBe(403);
  });

  it.each([
    ['401 without a signature', 401, {}],
    ['403 with a wrong signature', 403, { 'X-Hub-Signature-256': signatureOf('another body') }],
    ['403 with another secret', 403, { 'X-Hub-Signature-256': signatureOf(webhookOf(), 'guessed') }],
    ['401 with the old algorithm only', 401, { 'X-Hub-Signature': 'sha1=00' }],
  ])('answers %s, and reads nothing', async (_what, status, headers) => {
    const psid = newPsid();
    const body = webhookOf(textFrom(psid, 'hello'));

    const response = await deliver(app.url, body, headers);

    expect(response.status).toBe(status);
    expect(app.agent.requests).toEqual([]);
  });

  it('takes the bytes as they came: escaped letters and slashes are signed as they are', async () => {
    const psid = newPsid();
    const body = webhookOf(textFrom(psid, 'HELLO')).replace('HELLO', String.raw`\u00e4\/\u003C`);

    expect((await deliver(app.url, body)).status).toBe(200);
    expect(await app.seen(psid, 1)).toEqual(['Echo: ä/<']);
  });

  it('minds no slash at the end of its address', async () => {
    const psid = newPsid();
    const body = webhookOf(textFrom(psid, 'Hello'));
    const headers = { 'Content-Type': 'application/json', 'X-Hub-Signature-256': signatureOf(body) };

    const { status } = await fetch(`${app.url}/messenger/v2/webhook/`, { method: 'POST', headers, body });

    expect(status).toBe(200);
    await app.seen(psid, 1); // The tests behind this one count what the agent is asked.
  });

  it('answers 400 to what is signed and no JSON', async () => {
    const response = await deliver(app.url, 'not JSON');

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'malformed_json' });
  });

  it.each([
    ['another object', JSON.stringify({ object: 'instagram', entry: [{ id: '1', messaging: [{}] }] })],
    ['nothing', '{}'],
    ['a list', '[1, null, "x"]'],
    ['events without a shape', webhookOf({}, { message: 'TEST_MESSAGE' }, { sender: { id: '1' } })],
    [
      'a page that is not ours',
      JSON.stringify({ object: 'page', entry: [{ id: '9', messaging: [textFrom('5', 'x')] }] }),
    ],
  ])('takes %s, and does nothing', async (_what, body) => {
    app.agent.reset();

    expect((await deliver(app.url, body)).status).toBe(200);
    expect(app.agent.requests).toEqual([]);
  });

  it('reads bodies that are larger than those of the API, and refuses what is larger than 5 MiB', async () => {
    const body = JSON.stringify({ object: 'page', entry: [], padding: 'x'.repeat(1_000_000) });

    expect((await deliver(app.url, body)).status).toBe(200);
    expect((await deliver(app.url, `{"x":"${'x'.repeat(5_300_000)}"}`)).status).toBe(413);
  });

  it('knows no other address', async () => {
    const headers = { 'Content-Type': 'application/json' };

    const response = await fetch(`${app.url}/messenger/webhook`, { method: 'POST', headers, body: '{}' });

    expect(response.status).toBe(404);
  });
});

describe('the webhook of a Parley without Messenger', () => {
  let app: AgentApp;

  beforeAll(async () => {
    app = await startAgentApp();
  });
  afterAll(() => app.stop());

  it('is not there', async () => {
    expect((await deliver(app.url, webhookOf())).status).toBe(404);
    expect((await fetch(`${app.url}/messenger/v2/webhook`)).status).toBe(404);
  });
});
