import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { DatabaseClient } from '../../src/database/database.client.js';
import { OutboxRepository, type TakenPart } from '../../src/messenger/outbox.repository.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { openDataSource } from '../support/turn-lab.js';

const ALL = { except: [], only: null };

describe(OutboxRepository.name, () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let outbox: OutboxRepository;

  beforeEach(async () => {
    database = await cloneDatabase();
    dataSource = await openDataSource(database.url);
    outbox = new OutboxRepository(new DatabaseClient(dataSource));
  });
  afterEach(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const sql = (text: string, values: unknown[] = []): Promise<unknown> => dataSource.query(text, values);

  /** An answer of that many parts to that person of page 1, in a conversation of its own; ids of the parts. */
  async function store(psid: string, parts: number): Promise<string[]> {
    const [conversation, turn, device] = [randomUUID(), randomUUID(), `1:${psid}`];
    const ids = Array.from({ length: parts }, () => randomUUID());
    await sql(`INSERT INTO messenger_senders (page_id, psid) VALUES ('1', $1) ON CONFLICT DO NOTHING`, [
      psid,
    ]);
    await sql(
      `INSERT INTO conversations (id, platform, device_id, closed_at, last_turn_no, done_turn_no)
       VALUES ($1, 'messenger', $2, now(), 1, 1)`,
      [conversation, device],
    );
    await sql(
      `INSERT INTO turns (id, conversation_id, turn_no, channel, dedupe_scope, dedupe_key, fingerprint, state)
       VALUES ($1::uuid, $2, 1, 'messenger', 'scope', uuid_send($1::uuid), '', 'answered')`,
      [turn, conversation],
    );
    await sql(
      `INSERT INTO outbox (id, conversation_id, turn_id, turn_no, part_no, page_id, recipient, payload)
       SELECT id, $1, $2, 1, no, '1', $3, '{}' FROM unnest($4::uuid[]) WITH ORDINALITY AS part (id, no)`,
      [conversation, turn, device, ids],
    );
    return ids;
  }

  const idsOf = (parts: readonly TakenPart[]): string[] => parts.map(({ id }) => id);
  const take = async (): Promise<TakenPart> => {
    const [part] = await outbox.take(1, ALL);
    if (!part) throw new Error('nothing to take');
    return part;
  };

  it('gives the first open part of each person, over conversations, and no second one', async () => {
    const [[one], [other]] = [await store('5', 2), await store('6', 1)];
    await store('5', 1);

    expect(idsOf(await outbox.take(10, ALL)).toSorted()).toEqual([one, other].toSorted());
    expect(await outbox.take(10, ALL)).toEqual([]);
  });

  it.each(['pending', 'unknown'] as const)(
    'holds the next part back while the one before is %s',
    async (state) => {
      await store('5', 2);

      await outbox.record(await take(), { state, delayMs: 60_000 });

      expect(await outbox.take(10, ALL)).toEqual([]);
    },
  );

  it.each(['sent', 'dead', 'parked'] as const)(
    'gives the next part when the one before is %s',
    async (state) => {
      const [, second] = await store('5', 2);

      await outbox.record(await take(), { state });

      expect(idsOf(await outbox.take(10, ALL))).toEqual([second]);
    },
  );

  it('leaves pages alone, or all but one', async () => {
    await store('5', 1);

    expect(await outbox.take(10, { except: ['1'], only: null })).toEqual([]);
    expect(await outbox.take(10, { except: [], only: '2' })).toEqual([]);
    expect(await outbox.take(10, { except: [], only: '1' })).toHaveLength(1);
  });

  it('believes nobody whose part another one has taken since', async () => {
    await store('5', 1);
    const late = await take();
    await outbox.doubt(-1);
    await outbox.resend(-1, []);
    const current = await take();

    expect(await outbox.record(late, { state: 'dead' })).toBe(false);
    expect(await outbox.record(current, { state: 'sent', remoteId: 'm_1' })).toBe(true);
    expect(await outbox.record(current, { state: 'pending' })).toBe(false);
  });

  it('takes an echo for a proof, whatever was believed, and once', async () => {
    const [id = ''] = await store('5', 1);
    await outbox.record(await take(), { state: 'dead' });

    expect(await outbox.settle([{ id, mid: 'm_1' }])).toMatchObject([{ was: 'dead' }]);
    expect(await outbox.settle([{ id, mid: 'm_1' }])).toEqual([]);
    expect(await outbox.take(10, ALL)).toEqual([]);
  });

  it.each([
    { resends: 0, waitsS: 60 },
    { resends: 1, waitsS: 120 },
    { resends: 2, waitsS: 240 },
    { resends: 100, waitsS: 600 },
  ])('sends a part again $waitsS s after it was sent $resends times again without an echo', async (sent) => {
    await store('5', 1);
    await outbox.record(await take(), { state: 'unknown' });
    const silentFor = (seconds: number): Promise<unknown> =>
      sql(`UPDATE outbox SET resends = $1, sending_since = now() - $2::int * interval '1 s'`, [
        sent.resends,
        seconds,
      ]);

    await silentFor(sent.waitsS - 10);
    expect(await outbox.resend(60_000, ['1'])).toEqual([]);
    await silentFor(sent.waitsS + 10);
    expect(await outbox.resend(60_000, ['1'])).toMatchObject([{ state: 'pending', errorCode: null }]);
  });

  it.each([
    ['is sent again where echoes come', { resends: 3, code: 'http/500', echoing: ['1'] }, 'pending'],
    ['is left to people where they do not', { resends: 3, code: 'http/500', echoing: [] }, 'parked'],
    ['counts as sent where Meta says so', { resends: 0, code: '1/1357046', echoing: [] }, 'sent'],
  ])('without an echo for hours it %s', async (_name, { resends, code, echoing }, state) => {
    await store('5', 1);
    await outbox.record(await take(), { state: 'unknown', errorCode: code });
    await sql(`UPDATE outbox SET resends = $1, sending_since = now() - interval '2 hours'`, [resends]);

    expect(await outbox.resend(60_000, echoing)).toMatchObject([{ state }]);
  });

  it('tries nothing more of an answer whose person is out of reach', async () => {
    await store('5', 2);
    await store('6', 1);

    await outbox.record(await take(), { state: 'dead', errorCode: '551', isUnreachable: true });

    expect(await sql('SELECT recipient, state FROM outbox ORDER BY position')).toMatchObject([
      { recipient: '1:5', state: 'dead' },
      { recipient: '1:5', state: 'dead' },
      { recipient: '1:6', state: 'pending' },
    ]);
  });

  it('waits for its time before it doubts and before it sends again', async () => {
    await store('5', 1);
    await take();

    expect(await outbox.doubt(60_000)).toBe(0);
    await outbox.doubt(-1);
    expect(await outbox.resend(60_000, ['1'])).toEqual([]);
  });
});
