import { setTimeout as delay } from 'node:timers/promises';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { checkHistory } from '../support/history-checker.js';
import { HistoryClients } from '../support/history-clients.js';
import { Operation, prefixAnswer, type SharedConversation } from '../support/history.js';
import { newKey, Scene, until } from '../support/replicas-scene.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const LATENCY_MS = 40;
const SLOW_MS = 2500;
/** Much longer than the wire hangs while the agent thinks: nobody takes that turn over. */
const LEASE_MS = 4000;
const CLIENTS = 6;
const CONVERSATIONS = 3;
const TEST_MS = 90_000;
/** A caller must not wait longer than this for a server whose database does not answer. */
const PATIENCE_MS = 30_000;

describe('a PostgreSQL behind a bad wire', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let scene: Scene;
  let conversation: SharedConversation;

  beforeEach(async () => {
    database = await cloneDatabase();
    proxy = await TcpProxy.start(database.url);
    const env = { LOCK_TTL_MS: String(LEASE_MS) };
    scene = await Scene.set({ count: 1, databaseUrl: database.url, viaUrl: proxy.url, env });
    conversation = await scene.conversation();
  });

  afterEach(async () => {
    await scene.clear();
    await proxy.close();
    await database.drop();
  });

  const ask = (message: string, key: string) =>
    scene.clientOf(conversation).call<Record<string, unknown>>('/chat', {
      json: { message, device_id: conversation.deviceId, conversation_id: conversation.id },
      headers: { 'Idempotency-Key': key },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });

  it(
    'is told to callers as 503 while it hangs, and the same key finds what was stored all the same',
    async () => {
      const key = newKey();
      // Connections enough for what goes on beside the turn: to open one through a wire that hangs takes for ever.
      await Promise.all(
        Array.from({ length: CLIENTS }, () => scene.clientOf(conversation).asDevice('/conversations')),
      );
      proxy.hang();

      const told = await ask('Is anybody there?', key);
      const live = await scene.clientOf(conversation).asDevice('/health/live');
      const ready = await scene.clientOf(conversation).asDevice('/health/ready');
      proxy.resume();
      await until(async () => (await scene.store.read()).turns === 1);
      const again = await ask('Is anybody there?', key);

      expect([told.status, live.status, ready.status]).toEqual([503, 200, 503]);
      expect(told.body).toMatchObject({ error: 'unavailable', retry_after: expect.any(Number) });
      expect(told.headers.get('retry-after')).toMatch(/^\d+$/);
      expect(again.status).toBe(200);
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      expect(scene.agent.requests).toHaveLength(1);
      const stored = await scene.settled();
      expect(stored.messages.map(({ content }) => content)).toEqual([
        'Is anybody there?',
        prefixAnswer(['Is anybody there?']),
      ]);
    },
    TEST_MS,
  );

  it(
    'that hangs while the agent thinks costs time, not the answer',
    async () => {
      const gate = Promise.withResolvers<void>();
      scene.agent.mode = {
        kind: 'made',
        make: ({ shown }) => gate.promise.then(() => prefixAnswer(shown)),
      };
      const asked = ask('Does it come through?', newKey());
      await scene.agent.arrival(1);

      proxy.hang();
      gate.resolve();
      await scene.agent.requests[0]?.closed;
      const ready = await scene.clientOf(conversation).asDevice('/health/ready');
      proxy.resume();

      expect(ready.status).toBe(503);
      expect((await asked).status).toBe(200);
      expect(checkHistory([], await scene.settled())).toEqual([]);
      expect(scene.agent.requests).toHaveLength(1);
    },
    TEST_MS,
  );

  it(
    'that breaks connections between question and answer loses neither',
    async () => {
      const operation = new Operation(conversation, 'Who cut the wire?');
      scene.agent.mode = {
        kind: 'made',
        make: ({ shown }) => {
          proxy.cut();
          return prefixAnswer(shown);
        },
      };

      const { status } = await ask(operation.text, newKey());

      expect(status).toBe(200);
      expect(checkHistory([operation], await scene.settled())).toEqual([]);
      expect(scene.agent.requests).toHaveLength(1);
    },
    TEST_MS,
  );

  it(
    'that is slow is slow, and right',
    async () => {
      const clients = new HistoryClients({
        conversations: await scene.conversations(CONVERSATIONS),
        clients: CLIENTS,
        random: Math.random,
        address: () => scene.replicas.anyUrl(Math.random),
      });
      proxy.latencyMs = LATENCY_MS;
      await delay(SLOW_MS);
      await clients.stop();
      proxy.latencyMs = 0;
      await until(async () => (await scene.store.read()).open === 0);

      expect([...clients.outcomes.keys()]).toEqual([200]);
      expect(checkHistory(clients.operations, await scene.settled())).toEqual([]);
      expect(clients.answered).toBeGreaterThanOrEqual(CLIENTS);
    },
    TEST_MS,
  );
});
