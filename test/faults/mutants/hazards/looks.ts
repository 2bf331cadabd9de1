import type { FaultReplica } from '../../harness/replica.js';
import type { Room } from '../../harness/rooms.js';
import type { Scene } from '../../harness/scene.js';

type Look = Pick<Scene, 'database'>;

/** Turns of the conversation. */
export const turnsIn = (scene: Look, { id }: Room): Promise<number> =>
  count(scene, 'turns WHERE conversation_id = $1', id);

/** Stored answers of the conversation. */
export const answersIn = (scene: Look, { id }: Room): Promise<number> =>
  count(scene, `messages WHERE conversation_id = $1 AND role = 'assistant'`, id);

/** How often the replica has tried to end a turn that was not its any more. */
export const refusalsOf = (scene: Look, { name }: FaultReplica): Promise<number> =>
  count(scene, `audit_refused WHERE relation = 'turns' AND session LIKE $1 || '/%'`, name);

/** Statements of the replica that wait for a row; those that bear the text. */
export async function isWaiting(scene: Look, { name }: FaultReplica, text: RegExp): Promise<boolean> {
  const rows = await scene.database.store.query<{ query: string }>(WAITING, [name]);
  return rows.some(({ query }) => text.test(query));
}

const WAITING = `
  SELECT query FROM pg_stat_activity
  WHERE datname = current_database() AND application_name LIKE $1 || '/%' AND wait_event_type = 'Lock'`;

async function count({ database }: Look, what: string, value: string | null): Promise<number> {
  const [row] = await database.store.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${what}`, [
    value,
  ]);
  return row?.count ?? 0;
}
