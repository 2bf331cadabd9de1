import type { StoredHistory } from '../../support/history-store.js';
import type { FaultDatabase } from './database.js';
import type { Ledger } from './ledger.js';
import type { FaultRedis } from './redis.js';
import { TAG_PATTERN, tagsIn } from './rooms.js';

const TABLES = `
  SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
  WHERE table_schema !~ '^pg_|^information_schema$' AND table_type = 'BASE TABLE' AND table_name NOT LIKE 'audit%'`;
const tagsOf = (table: string): string =>
  `SELECT DISTINCT (regexp_matches(t::text, '${TAG_PATTERN}', 'g'))[1] AS tag FROM ${table} t`;
const NOT_EMPTIED = `
  SELECT id FROM conversations
  WHERE id = ANY($1) AND (deleted_at IS NULL OR device_id IS NOT NULL OR title IS NOT NULL)`;

/** Where something may be left. */
interface Places {
  readonly database: Pick<FaultDatabase, 'store'>;
  readonly redis: Pick<FaultRedis, 'dump'> | null;
}

/** Whatever is left of conversations that were erased, one sentence each. */
export async function checkErasures(
  { erasures, operations }: Ledger,
  stored: StoredHistory,
  { database, redis }: Places,
): Promise<string[]> {
  const ids = new Set(stored.erased);
  const erased = erasures.filter(({ room: { id }, doneAt }) => doneAt !== null || ids.has(id ?? ''));
  const places = [...(await tagsInTables(database)), ...(await tagsInRedis(redis))];
  const kept = await database.store.query<{ id: string }>(NOT_EMPTIED, [erased.map(({ room }) => room.id)]);
  return [
    ...kept.map(({ id }) => `erased: the row of ${id} is not emptied`),
    ...erased.flatMap(({ room: { id, tag } }) =>
      places
        .filter(({ tags, ownerId }) => tags.has(tag) && (ownerId === null || ownerId === id))
        .map(({ place }) => `erased: ${tag} is in ${place}`),
    ),
    ...erased.flatMap(({ room, doneAt }) =>
      operations
        .filter(({ conversation, startedAt }) => conversation === room && startedAt > (doneAt ?? Infinity))
        .filter(({ storedAt }) => storedAt !== null)
        .map(({ text }) => `erased: "${text}" was stored afterwards`),
    ),
  ];
}

interface Place {
  readonly place: string;
  readonly tags: ReadonlySet<string>;
  /** The conversation that a key of Redis is about: what lies under another one's was put there by `redis/mixed-up`. */
  readonly ownerId: string | null;
}

const OWNER = /^\S*\{([0-9a-f-]{36})\}/;

async function tagsInTables({ store }: Places['database']): Promise<Place[]> {
  const tables = await store.query<{ name: string }>(TABLES);
  return Promise.all(
    tables.map(async ({ name }) => {
      const rows = await store.query<{ tag: string }>(tagsOf(name));
      return { place: name, tags: new Set(rows.map(({ tag }) => tag)), ownerId: null };
    }),
  );
}

async function tagsInRedis(redis: Places['redis']): Promise<Place[]> {
  if (!redis) return [];
  const texts = await redis.dump();
  return texts.map((text) => ({
    place: `Redis: ${text.slice(0, 60)}`,
    tags: new Set(tagsIn(text)),
    ownerId: OWNER.exec(text)?.[1] ?? null,
  }));
}
