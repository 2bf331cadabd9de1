import type { DataSource, EntityMetadata } from 'typeorm';
import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { openDataSource } from '../support/turn-lab.js';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly isNullable: boolean;
  readonly isPrimary: boolean;
}

const COLUMNS = `SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS "isNullable",
  coalesce(a.attnum = ANY (p.conkey), false) AS "isPrimary"
FROM pg_attribute a LEFT JOIN pg_constraint p ON p.conrelid = a.attrelid AND p.contype = 'p'
WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY name`;

const FOREIGN_KEYS = `SELECT conname AS name, conrelid::regclass::text AS table, pg_get_constraintdef(oid) AS definition
FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace`;

const NAMES = `SELECT conname AS name FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION SELECT indexname FROM pg_indexes WHERE schemaname = 'public'`;

describe('the schema', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await cloneDatabase();
    dataSource = await openDataSource(database.url);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  function mappedColumns(entity: EntityMetadata): Column[] {
    return entity.columns
      .map((column) => ({
        name: column.databaseName,
        type: `${dataSource.driver.normalizeType(column)}${column.isArray ? '[]' : ''}`,
        isNullable: column.isNullable,
        isPrimary: column.isPrimary,
      }))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  it('has the columns of every entity, by name, type, nullability and key', async () => {
    expect(dataSource.entityMetadatas.length).toBeGreaterThanOrEqual(5);
    for (const entity of dataSource.entityMetadatas) {
      const columns: Column[] = await dataSource.query(COLUMNS, [entity.tableName]);
      expect([entity.tableName, mappedColumns(entity)]).toEqual([entity.tableName, columns]);
    }
  });

  it('has no table without an entity', async () => {
    const tables: { name: string }[] = await dataSource.query(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations'`,
    );
    const mapped = dataSource.entityMetadatas.map(({ tableName }) => tableName);
    expect(tables.map(({ name }) => name).sort()).toEqual(mapped.sort());
  });

  it('cascades every foreign key', async () => {
    const keys: { name: string; definition: string }[] = await dataSource.query(FOREIGN_KEYS);
    expect(keys.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['messages_conversation', 'messages_turn', 'turns_conversation']),
    );
    expect(keys.filter(({ definition }) => !definition.endsWith('ON DELETE CASCADE'))).toEqual([]);
  });

  it('is told to cascade by every relation of an entity too', () => {
    const relations = dataSource.entityMetadatas.flatMap(({ relations: own }) => own);
    expect(relations.length).toBeGreaterThanOrEqual(3);
    expect(relations.filter(({ onDelete }) => onDelete !== 'CASCADE')).toEqual([]);
    const keys = dataSource.entityMetadatas.flatMap(({ foreignKeys }) => foreignKeys);
    expect(keys.map(({ onDelete }) => onDelete)).toEqual(keys.map(() => 'CASCADE'));
  });

  it.each([
    ['conversations_by_device', '(device_id, updated_at DESC, id DESC) WHERE (deleted_at IS NULL)'],
    ['conversations_by_user', '(user_id, updated_at DESC, id DESC) WHERE (deleted_at IS NULL)'],
    ['conversations_primary', '(user_id) WHERE (is_primary AND (deleted_at IS NULL))'],
    ['conversations_open', '(id) WHERE (done_turn_no < last_turn_no)'],
    ['conversations_deleted', '(deleted_at) WHERE (deleted_at IS NOT NULL)'],
    ['messages_seq', '(conversation_id, seq)'],
    ['messages_once', '(turn_id, role)'],
    ['messages_by_time', '(conversation_id, created_at)'],
    ['turns_dedupe', '(dedupe_scope, dedupe_key)'],
    ['turns_order', '(conversation_id, turn_no)'],
    ['turns_expiring_keys', '(key_expires_at) WHERE (key_expires_at IS NOT NULL)'],
  ])('has the index %s', async (name, columns) => {
    const [index]: { indexdef: string }[] = await dataSource.query(
      'SELECT indexdef FROM pg_indexes WHERE indexname = $1',
      [name],
    );

    expect(index?.indexdef).toContain(columns);
    expect(index?.indexdef.startsWith('CREATE UNIQUE')).toBe(/primary|seq|once|dedupe|order/.test(name));
  });

  it('keeps one live Messenger conversation per sender', async () => {
    const [index]: { indexdef: string }[] = await dataSource.query(
      `SELECT indexdef FROM pg_indexes WHERE indexname = 'conversations_messenger_live'`,
    );
    expect(index?.indexdef).toMatch(
      /^CREATE UNIQUE INDEX .*\(device_id\) WHERE .*'messenger'.*closed_at.*deleted_at/,
    );
  });

  it('names every rule of a turn', async () => {
    const names: { name: string }[] = await dataSource.query(NAMES);
    expect(names.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'conversations_one_owner',
        'conversations_counters',
        'conversations_lease_open',
        'conversations_lease_pair',
        'turns_state',
        'messages_role',
        'messages_order',
        'messages_content',
        'messages_length',
      ]),
    );
  });
});
