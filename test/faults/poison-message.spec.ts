import { checkHistory } from '../support/history-checker.js';
import { HistoryClients } from '../support/history-clients.js';
import { prefixAnswer, type SharedConversation } from '../support/history.js';
import { Scene } from '../support/replicas-scene.js';

const POISON = 'The message that nobody survives.';
const MOST_CRASHES = 3;
const PROCESSES = 2;
const SETTINGS = { LOCK_TTL_MS: '800' };
/** Each crash costs a lease, and the start of a process where the other one is not back yet. */
const SETTLE_MS = 60_000;

describe('a message that kills every process which asks the agent about it', () => {
  const opened = Promise.withResolvers<void>();
  const restarts: Promise<void>[] = [];
  let scene: Scene;
  let conversation: SharedConversation;

  /** As the agent, but it kills who asks about the poison, and answers the first question only once `opened`. */
  async function answer({
    model,
    shown,
  }: {
    model: string;
    shown: readonly string[];
  }): Promise<string | null> {
    if (shown.at(-1) === POISON) {
      const replica = scene.replicas.named(model);
      restarts.push(replica.stop('SIGKILL').then(() => replica.start()));
      return null;
    }
    if (shown.length === 1 && shown[0] === 'Open the line.') await opened.promise;
    return prefixAnswer(shown);
  }

  beforeAll(async () => {
    scene = await Scene.set({ count: PROCESSES, env: SETTINGS });
    scene.agent.mode = { kind: 'made', make: answer };
    conversation = await scene.conversation();
  });

  afterAll(async () => {
    await Promise.allSettled(restarts);
    await scene.clear();
  });

  async function putInLine(message: string): Promise<number> {
    const { status } = await scene.clientOf(conversation).chat(message, {
      conversation_id: conversation.id,
      headers: { Prefer: 'respond-async' },
    });
    return status;
  }

  it('fails after at most three crashes, the next in line is answered, and other conversations go on', async () => {
    const statuses = [
      await putInLine('Open the line.'),
      await putInLine(POISON),
      await putInLine('Is anybody left?'),
    ];
    const others = new HistoryClients({
      conversations: [await scene.conversation()],
      clients: 1,
      random: Math.random,
      address: () => scene.replicas.anyUrl(Math.random),
    });

    opened.resolve();
    const stored = await scene.settled(SETTLE_MS);
    await others.stop();

    expect(statuses).toEqual([202, 202, 202]);
    expect(restarts.length).toBeGreaterThan(1);
    expect(restarts.length).toBeLessThanOrEqual(MOST_CRASHES);
    expect(
      await scene.store.query(
        'SELECT state, error_code FROM turns WHERE conversation_id = $1 ORDER BY turn_no',
        [conversation.id],
      ),
    ).toEqual([
      { state: 'answered', error_code: null },
      { state: 'failed', error_code: 'agent_failed' },
      { state: 'answered', error_code: null },
    ]);
    const line = stored.messages.filter(({ conversationId }) => conversationId === conversation.id);
    const opening = ['Open the line.', prefixAnswer(['Open the line.']), POISON, 'Is anybody left?'];
    expect(line.map(({ seq }) => seq)).toEqual([1, 2, 3, 5, 6]);
    expect(line.at(-1)?.content).toBe(prefixAnswer(opening));
    expect(others.answered).toBeGreaterThan(0);
    expect(checkHistory(others.operations, await scene.settled())).toEqual([]);
  }, 90_000);
});
