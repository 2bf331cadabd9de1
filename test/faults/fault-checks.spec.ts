import { randomUUID } from 'node:crypto';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { Operation, prefixAnswer } from '../support/history.js';
import { HistoryStore, type StoredMessage } from '../support/history-store.js';
import { fingerprint } from './harness/agent.js';
import { explainContexts } from './harness/context-check.js';
import { checkCounters } from './harness/counter-check.js';
import { checkErasures } from './harness/erasure-check.js';
import { Ledger } from './harness/ledger.js';
import { newRoom, newText, type Room } from './harness/rooms.js';

const INSERT = `
  WITH conversation AS (
    INSERT INTO conversations (id, platform, device_id, message_count, last_turn_no, done_turn_no, answered_turn_no)
    VALUES ($1, 'web', $2, 1, 1, 1, 0)),
  turn AS (
    INSERT INTO turns (id, conversation_id, turn_no, channel, dedupe_scope, dedupe_key, fingerprint, state)
    VALUES ($1, $1, 1, 'device', $2, '\\x00', '\\x00', 'failed'))
  INSERT INTO messages (id, conversation_id, turn_id, seq, role, content) VALUES ($1, $1, $1, 1, 'user', $3)`;
const ERASE = `UPDATE conversations SET deleted_at = clock_timestamp(), device_id = NULL WHERE id = $1`;

describe('the checks of a fault run', () => {
  let database: TestDatabase;
  let store: HistoryStore;
  let room: Room & { readonly id: string };

  beforeEach(async () => {
    database = await cloneDatabase();
    store = await HistoryStore.open(database.url);
    room = { ...newRoom(), id: randomUUID() };
    await store.query(INSERT, [room.id, room.deviceId, newText(room)]);
  });

  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  describe(checkCounters, () => {
    it('finds nothing where a conversation counts what it has', async () => {
      expect(await checkCounters({ store })).toEqual([]);
    });

    it.each(['message_count = 2', 'last_turn_no = 2', 'answered_turn_no = 1'])(
      'finds a row that says %s',
      async (lie) => {
        await store.query(`UPDATE conversations SET ${lie}`);

        expect(await checkCounters({ store })).toEqual([expect.stringContaining(room.id)]);
      },
    );
  });

  describe(checkErasures, () => {
    const erased = (): Ledger => {
      const ledger = new Ledger();
      const [askedAt, doneAt] = [performance.now(), performance.now()];
      ledger.erasures.push({ room, askedAt, doneAt });
      return ledger;
    };
    const inRedis = (...texts: string[]) => ({ dump: async () => texts });
    const check = async (ledger: Ledger, redis = inRedis()): Promise<string[]> =>
      checkErasures(ledger, await store.read(), { database: { store }, redis });

    it('finds nothing where nothing is left', async () => {
      await store.query('DELETE FROM messages');
      await store.query(ERASE, [room.id]);

      expect(await check(erased(), inRedis(`another ${newText(newRoom())}`))).toEqual([]);
    });

    it('finds a conversation that is still there', async () => {
      expect(await check(erased())).toEqual([
        `erased: the row of ${room.id} is not emptied`,
        `erased: ${room.tag} is in public.messages`,
      ]);
    });

    it('finds what Redis still knows, though nobody was told that it is erased', async () => {
      await store.query('DELETE FROM messages');
      await store.query(ERASE, [room.id]);
      const ledger = new Ledger();
      ledger.erasures.push({ room, askedAt: performance.now(), doneAt: null });

      expect(await check(ledger, inRedis(`key ${newText(room)}`))).toEqual([
        expect.stringContaining(`erased: ${room.tag} is in Redis: key`),
      ]);
    });

    it('blames nobody for what a nemesis has put under the key of another conversation', async () => {
      await store.query('DELETE FROM messages');
      await store.query(ERASE, [room.id]);
      const memory = (id: string | null): string => `parley:memory:{${id ?? ''}} ${newText(room)}`;

      expect(await check(erased(), inRedis(memory('01a1f910-fefa-72d9-b64e-4e7f359f1c60')))).toEqual([]);
      expect(await check(erased(), inRedis(memory(room.id)))).toHaveLength(1);
    });

    it('finds a message that was stored afterwards', async () => {
      await store.query('DELETE FROM messages');
      await store.query(ERASE, [room.id]);
      const ledger = erased();
      const late = new Operation(room, newText(room));
      late.storedAs('a turn');
      ledger.operations.push(late);

      expect(await check(ledger)).toEqual([`erased: "${late.text}" was stored afterwards`]);
    });
  });
});

describe(explainContexts, () => {
  const line = { conversationId: 'here', turnId: 'turn', turnNo: 1, state: 'answered' };
  const question: StoredMessage = { ...line, id: 'q', seq: 1, role: 'user', content: 'question' };
  const stranger: StoredMessage = { ...question, conversationId: 'there', content: 'strange' };
  const explain = (...shown: string[]): string[] => {
    const answer: StoredMessage = {
      ...question,
      id: 'a',
      seq: 2,
      role: 'assistant',
      content: prefixAnswer(shown),
    };
    const stored = {
      messages: [question, answer, stranger],
      turns: 1,
      open: 0,
      erased: [],
      foreignWrites: [],
    };
    return explainContexts(stored, {
      shownFor: new Map([[answer.content, shown.map(fingerprint).join(' ')]]),
    });
  };

  it('says nothing of an answer that saw what is before it', () => {
    expect(explain('question')).toEqual([]);
  });

  it('names the places of what an answer saw instead', () => {
    expect(explain('strange', 'question', 'gone')).toEqual(['shown: here 2 saw there/1 1 nowhere']);
  });
});
