import type { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Conversation } from '../../src/conversation/conversation.entity.js';
import { ConversationRepository } from '../../src/conversation/conversation.repository.js';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { aDevice } from '../support/turn-lab-factories.js';
import { openDataSource } from '../support/turn-lab.js';

const OWNER = aDevice();
const PAGE = { limit: 10, offset: 0 };

/** 100 conversations of the owner's and 900 of others, of 20 messages each; one of each twenty has a rare word. */
const FILL = `WITH conversation AS (
  INSERT INTO conversations (id, platform, device_id)
  SELECT gen_random_uuid(), 'web', CASE WHEN n <= 100 THEN $1::text ELSE 'device ' || n % 90 END
  FROM generate_series(1, 1000) AS n RETURNING id
)
INSERT INTO messages (id, conversation_id, seq, role, content)
SELECT gen_random_uuid(), conversation.id, seq, CASE seq % 2 WHEN 1 THEN 'user' ELSE 'assistant' END,
       'everybody says ' || md5(random()::text) || CASE WHEN seq = 7 THEN ' sometimes' ELSE '' END
FROM conversation, generate_series(1, 20) AS seq`;

describe(`${ConversationRepository.name}, searching`, () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let conversations: ConversationRepository;

  beforeAll(async () => {
    database = await cloneDatabase();
    dataSource = await openDataSource(database.url, 1);
    conversations = new ConversationRepository(dataSource.getRepository(Conversation));
    await dataSource.query(FILL, [OWNER.id]);
    await dataSource.query('VACUUM ANALYZE');
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  /** How often all messages of everybody were read. */
  async function wholeScans(): Promise<number> {
    await dataSource.query('SELECT pg_stat_force_next_flush()');
    const [row]: { scans: number }[] = await dataSource.query(
      `SELECT seq_scan::int AS scans FROM pg_stat_user_tables WHERE relname = 'messages'`,
    );
    return row?.scans ?? -1;
  }

  it('reads no more than the owner’s messages', async () => {
    const id = uuid();
    await conversations.insert({ id, owner: OWNER, platform: 'web', title: null });
    await dataSource.query(
      `INSERT INTO messages (id, conversation_id, seq, role, content) VALUES (gen_random_uuid(), $1, 1, 'user', 'once only')`,
      [id],
    );
    const before = await wholeScans();

    const [found, total] = await conversations.findSaid(OWNER, { whole: 'once', begun: 'on' }, PAGE);

    const after = await wholeScans();
    expect([found.map((one) => one.id), total]).toEqual([[id], 1]);
    expect(after).toBe(before);
  });

  it.each(['everybody', 'sometimes'])('finds no more than what is the owner’s by %s', async (begun) => {
    const [found, total] = await conversations.findSaid(OWNER, { whole: '', begun }, PAGE);

    expect([found.length, total]).toEqual([10, 100]);
    expect(found.every(({ deviceId }) => deviceId === OWNER.id)).toBe(true);
  });

  it('stores the longest answer, whatever it is made of', async () => {
    const [conversation] = await conversations.findPage(OWNER, PAGE).then(([page]) => page);
    const texts = ['a_', '../', 'a-b-', '😀 ', 'x', '1.', '<a '].map((part) => part.repeat(100_000));

    const stored: unknown[] = await dataSource.query(
      `INSERT INTO messages (id, conversation_id, seq, role, content)
       SELECT gen_random_uuid(), $1, 1000 + 2 * number, 'assistant', text
       FROM unnest($2::text[]) WITH ORDINALITY AS long (text, number) RETURNING id`,
      [conversation?.id, texts],
    );

    expect(stored).toHaveLength(texts.length);
  });
});
