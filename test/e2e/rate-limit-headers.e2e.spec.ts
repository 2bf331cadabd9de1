import { randomUUID } from 'node:crypto';
import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import type { Answer, Call } from '../support/api.js';
import { signToken } from '../support/user-client.js';

let app: AgentApp;

beforeAll(async () => {
  app = await startAgentApp({
    RATE_LIMIT_PER_DEVICE: '50',
    RATE_LIMIT_PER_IP: '600',
    BODY_LIMIT_BYTES: '1024',
  });
});
beforeEach(() => app.agent.reset());
afterAll(() => app.stop());

const headersOf = ({ headers }: Answer<unknown>): (string | null)[] =>
  ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'].map((name) => headers.get(name));

const FIRST_OF_MINUTE = ['50', '49', expect.stringMatching(/^([1-9]|[1-5]\d|60)$/)];
const message = { message: 'Hello' };

const ANSWERS: [status: number, path: string, call: Call][] = [
  [200, '/chat', { json: message }],
  [201, '/conversations', { json: {} }],
  [202, '/chat', { json: message, headers: { Prefer: 'respond-async' } }],
  [200, '/conversations', { method: 'HEAD' }],
  [400, '/chat', { json: {} }],
  [400, '/conversations/abc', {}],
  [400, '/conversations?limit=0', {}],
  [404, `/conversations/${randomUUID()}`, {}],
  [404, '/nothing', {}],
  [405, '/chat', { method: 'GET' }],
  [405, '/chat', { method: 'OPTIONS' }],
  [413, '/chat', { json: { message: 'x'.repeat(2000) } }],
  [415, '/chat', { json: message, headers: { 'Content-Type': 'text/plain' } }],
];

describe('RateLimit headers', () => {
  it.each(ANSWERS)('stand on a %d of a device: %s', async (status, path, call) => {
    const answer = await app.client().asDevice(path, call);

    expect([answer.status, headersOf(answer)]).toEqual([status, FIRST_OF_MINUTE]);
  });

  it('stand on an answer that the agent failed', async () => {
    app.agent.mode = { kind: 'status', status: 500 }; // Another turn may be under way.

    const answer = await app.client().failedChat('Hello');

    expect([answer.status, headersOf(answer)]).toEqual([502, FIRST_OF_MINUTE]);
  });

  it('stand on a body that is no JSON', async () => {
    const response = await fetch(`${app.url}/chat`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Device-Id': randomUUID() },
      body: '{',
    });

    expect(response.status).toBe(400);
    expect(response.headers.get('RateLimit-Remaining')).toBe('49');
  });

  it.each([
    [401, 'a token of nobody', undefined],
    [403, 'a token of somebody else', 'bob'],
  ])('stand on a %d: %s', async (status, _who, subject) => {
    const token = await signToken({ sub: subject });

    const answer = await app
      .client()
      .call('/api/alice/conversations', { headers: { Authorization: `Bearer ${token}` } });

    expect(answer.status).toBe(status);
    expect(headersOf(answer)).toEqual(['600', expect.any(String), expect.any(String)]);
  });
});
