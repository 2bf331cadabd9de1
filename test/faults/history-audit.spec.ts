import pg from 'pg';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { HistoryStore } from '../support/history-store.js';

const ID = '00000000-0000-7000-8000-000000000001';
const TURN = '00000000-0000-7000-8000-000000000002';

describe('the audit of leases', () => {
  let database: TestDatabase;
  let store: HistoryStore;
  let holder: pg.Client;
  let stranger: pg.Client;

  const session = async (name: string): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: database.url, application_name: name });
    await client.connect();
    return client;
  };

  beforeEach(async () => {
    database = await cloneDatabase();
    store = await HistoryStore.open(database.url);
    [holder, stranger] = [await session('holder'), await session('stranger')];
    await holder.query(
      `INSERT INTO conversations (id, platform, device_id, last_turn_no, lease_epoch, lease_owner, lease_until)
       VALUES ('${ID}', 'web', 'device', 1, 1, 'token', clock_timestamp() + interval '1 minute')`,
    );
    await holder.query(
      `INSERT INTO turns (id, conversation_id, turn_no, channel, dedupe_scope, dedupe_key, fingerprint)
       VALUES ('${TURN}', '${ID}', 1, 'device', 'scope', 'key', 'print')`,
    );
  });

  afterEach(async () => {
    await Promise.all([holder.end(), stranger.end(), store.close()]);
    await database.drop();
  });

  const renew = `UPDATE conversations SET lease_until = lease_until + interval '1 second'`;

  it('notes a renewal by somebody who does not hold the lease', async () => {
    await stranger.query(renew);

    expect((await store.read()).foreignWrites).toEqual([`stranger wrote turn 0 of ${ID}, held by holder`]);
  });

  it('notes the end of a turn under an epoch that is over', async () => {
    await holder.query(`UPDATE conversations SET lease_epoch = 2`);
    await holder.query(`UPDATE turns SET state = 'answered', run_epoch = 1`);

    expect((await store.read()).foreignWrites).toEqual([`turn 1 of ${ID} ended under epoch 1, not 2`]);
  });

  it('says nothing of the holder, nor of others who add to the line or take the lease over', async () => {
    await holder.query(renew);
    await stranger.query(`UPDATE conversations SET last_turn_no = last_turn_no + 1`);
    await stranger.query(`UPDATE conversations SET lease_epoch = 2, lease_owner = 'another'`);
    await stranger.query(renew);

    expect((await store.read()).foreignWrites).toEqual([]);
  });

  it('notes an update that found nothing to change, by who tried it', async () => {
    await stranger.query(`${renew} WHERE lease_epoch = 7`);

    expect(await store.refused('conversations', 'stranger')).toBe(1);
    expect(await store.refused('conversations', 'holder')).toBe(0);
  });
});
