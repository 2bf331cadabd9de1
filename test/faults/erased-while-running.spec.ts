import { prefixAnswer, type SharedConversation } from '../support/history.js';
import { Scene, until } from '../support/replicas-scene.js';

const SECRET = 'chrysanthemum';
const QUESTION = `Where did I hide the ${SECRET}?`;
/** No renewal falls into the test, which would meet the erasure before the answer does. */
const SETTINGS = { LOCK_TTL_MS: '300000' };
const TABLES = `
  SELECT table_name AS name FROM information_schema.tables
  WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT LIKE 'audit%'`;

describe('a conversation that is erased by one process while another one answers in it', () => {
  const release = Promise.withResolvers<void>();
  let scene: Scene;
  let conversation: SharedConversation;

  beforeAll(async () => {
    scene = await Scene.set({ count: 2, env: SETTINGS });
    scene.agent.mode = {
      kind: 'made',
      make: async ({ shown }) => {
        await release.promise;
        return `The ${SECRET}? ${prefixAnswer(shown)}`;
      },
    };
    conversation = await scene.conversation();
    const title = `About the ${SECRET}`;
    const { id } = conversation;
    await scene.clientOf(conversation).asDevice(`/conversations/${id}`, { method: 'PATCH', json: { title } });
  });

  afterAll(async () => {
    await scene.clear();
  });

  const ask = (replica: number) =>
    scene.clientOf(conversation, replica).failedChat(QUESTION, { conversation_id: conversation.id });

  const openTurns = async (): Promise<number> => {
    const rows = await scene.store.query('SELECT FROM turns WHERE conversation_id = $1', [conversation.id]);
    return rows.length;
  };

  /** Rows of any table that hold the text anywhere. */
  async function tablesWith(text: string): Promise<string[]> {
    const tables = await scene.store.query<{ name: string }>(TABLES);
    const found = await Promise.all(
      tables.map(async ({ name }) => {
        const rows = await scene.store.query(`SELECT FROM ${name} AS row WHERE row::text ILIKE $1`, [
          `%${text}%`,
        ]);
        return rows.length > 0 ? [name] : [];
      }),
    );
    return found.flat();
  }

  it('stays erased: who waits gets 404, the answer is thrown away, nothing of it is left in any table', async () => {
    const asked = ask(0);
    await scene.agent.arrival(1);
    const waiting = ask(1);
    await until(async () => (await openTurns()) === 2);
    const tablesBefore = await tablesWith(SECRET);

    const erased = await scene
      .clientOf(conversation, 1)
      .asDevice(`/conversations/${conversation.id}`, { method: 'DELETE' });
    release.resolve();
    const replies = await Promise.all([asked, waiting]);
    await until(async () => (await scene.store.refused('turns', 'replica-1/1')) > 0);

    expect(erased.status).toBe(200);
    expect(replies.map(({ status, body }) => [status, body.error])).toEqual([
      [404, 'conversation_not_found'],
      [404, 'conversation_not_found'],
    ]);
    expect(tablesBefore.toSorted()).toEqual(['conversations', 'messages']);
    expect(await tablesWith(SECRET)).toEqual([]);
    expect(await tablesWith(conversation.deviceId)).toEqual([]);
    expect(await scene.store.query('SELECT state FROM turns')).toEqual([
      { state: 'erased' },
      { state: 'erased' },
    ]);
    expect(scene.agent.requests).toHaveLength(1);
  });
});
