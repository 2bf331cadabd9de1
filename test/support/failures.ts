import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { AgentApp } from './agent-app.js';
import { type Answer, ApiClient, type Call, type ErrorBody } from './api.js';
import { signToken } from './user-client.js';

/** Titles that the database of `startFailingApp` stumbles over. */
export const TITLES = { bug: 'a bug', outage: 'an outage' } as const;

/** Makes the database fail where a conversation gets one of TITLES: as over a bug, or as while it shuts down. */
export async function breakDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client
    .query(
      `CREATE FUNCTION stumble() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         IF new.title = '${TITLES.bug}' THEN RAISE EXCEPTION 'secret_table is missing'; END IF;
         IF new.title = '${TITLES.outage}' THEN RAISE EXCEPTION 'going down' USING ERRCODE = '57P01'; END IF;
         RETURN new;
       END $$;
       CREATE TRIGGER stumble BEFORE INSERT ON conversations FOR EACH ROW EXECUTE FUNCTION stumble();`,
    )
    .finally(() => client.end());
}

/** One request that fails in one way; `device` is a new one each time, `headers` go along with it. */
export interface Failure {
  readonly status: number;
  readonly code: string;
  provoke(app: AgentApp, headers: Record<string, string>): Promise<Answer<ErrorBody>>;
}

/** Requests of a device in a window, small enough to spend. */
export const FEW_REQUESTS = '20';

const failure = (status: number, code: string, provoke: Failure['provoke']): [string, Failure] => [
  `${status} ${code}`,
  { status, code, provoke },
];

const chat =
  (fields: object): Failure['provoke'] =>
  (app, headers) =>
    app
      .client()
      .call('/chat', { json: { message: 'Hello you', device_id: randomUUID(), ...fields }, headers });

const request =
  (path: string, call: Call = {}): Failure['provoke'] =>
  (app, headers) =>
    app.client().asDevice(path, { ...call, headers: { ...call.headers, ...headers } });

async function rawBody(app: AgentApp, headers: Record<string, string>): Promise<Answer<ErrorBody>> {
  const response = await fetch(`${app.url}/chat`, { method: 'POST', body: '{"message":', headers });
  const body: ErrorBody = JSON.parse(await response.text());
  return { status: response.status, headers: response.headers, body };
}

async function busy(app: AgentApp, headers: Record<string, string>): Promise<Answer<ErrorBody>> {
  const client = app.client();
  app.agent.mode = { kind: 'slow' };
  const held = await client.chat('Held', { headers: { Prefer: 'respond-async' } });
  return client.failedChat('Second', {
    conversation_id: held.body.conversation_id,
    on_busy: 'reject',
    headers,
  });
}

async function notLast(app: AgentApp, headers: Record<string, string>): Promise<Answer<ErrorBody>> {
  const client = app.client();
  const { body } = await client.chat('One');
  await client.chat('Two', { conversation_id: body.conversation_id });
  return client.asDevice(`/messages/${body.assistant_message_id}/regenerate`, { method: 'POST', headers });
}

async function spent(app: AgentApp, headers: Record<string, string>): Promise<Answer<ErrorBody>> {
  const client = app.client();
  for (;;) {
    const answer = await client.asDevice<ErrorBody>('/conversations', { headers });
    if (answer.status !== 200) return answer;
  }
}

async function forbidden(app: AgentApp, headers: Record<string, string>): Promise<Answer<ErrorBody>> {
  const Authorization = `Bearer ${await signToken({ sub: 'mallory' })}`;
  return new ApiClient(app.url).call('/api/alice/conversations', { headers: { ...headers, Authorization } });
}

async function reused(app: AgentApp, headers: Record<string, string>): Promise<Answer<ErrorBody>> {
  const client = app.client();
  await client.chat('One', { key: 'k' });
  return client.failedChat('Two', { key: 'k', headers });
}

function refusedByTheAgent(app: AgentApp, headers: Record<string, string>): Promise<Answer<ErrorBody>> {
  app.agent.mode = { kind: 'status', status: 400 };
  return app.client().failedChat('Hello you', { headers });
}

/** Every failure that a whole request over HTTP can meet, but for an agent that is late. */
export const FAILURES: readonly [string, Failure][] = [
  failure(400, 'invalid_request', chat({ message: '' })),
  failure(400, 'message_too_long', chat({ message: 'x'.repeat(10_001) })),
  failure(400, 'invalid_conversation_id', chat({ conversation_id: 'x' })),
  failure(400, 'malformed_json', (app, headers) =>
    rawBody(app, { 'Content-Type': 'application/json', ...headers }),
  ),
  failure(401, 'unauthenticated', request('/api/alice/conversations')),
  failure(403, 'forbidden', forbidden),
  failure(404, 'conversation_not_found', chat({ conversation_id: randomUUID() })),
  failure(404, 'turn_not_found', request(`/turns/${randomUUID()}`)),
  failure(404, 'message_not_found', request(`/messages/${randomUUID()}/regenerate`, { method: 'POST' })),
  failure(404, 'not_found', request('/messenger/webhook')),
  failure(405, 'method_not_allowed', request('/chat', { method: 'PUT' })),
  failure(409, 'conversation_busy', busy),
  failure(409, 'not_last_turn', notLast),
  failure(413, 'payload_too_large', chat({ message: 'x'.repeat(131_073) })),
  failure(414, 'uri_too_long', request(`/conversations?x=${'a'.repeat(9000)}`)),
  failure(415, 'unsupported_media_type', (app, headers) =>
    rawBody(app, { 'Content-Type': 'text/plain', ...headers }),
  ),
  failure(422, 'idempotency_key_reused', reused),
  failure(429, 'rate_limited', spent),
  failure(500, 'internal_error', request('/conversations', { json: { title: TITLES.bug } })),
  failure(502, 'agent_failed', refusedByTheAgent),
  failure(503, 'unavailable', request('/conversations', { json: { title: TITLES.outage } })),
];
