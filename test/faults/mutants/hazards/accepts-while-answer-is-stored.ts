import pg from 'pg';
import { begin } from '../../harness/habits.js';
import { openEmpty } from '../../harness/hall.js';
import { type Hazard, happens, PATIENCE_MS, twoOf } from './hazard.js';
import { isWaiting } from './looks.js';

/** Longest wait for a statement to come to the row, in ms. */
const WAITING_MS = 3000;
/** How the statements that matter are known where PostgreSQL tells who waits. */
const ENDS_A_TURN = /done_turn_no\s+= \$3/;
const ACCEPTS = /last_turn_no\s+= last_turn_no \+ 1/;

/**
 * A message waits for its conversation's row while an answer is stored there: what its statement sees of the messages is
 * older than that answer. A lock of ours holds both up, so that the one stands behind the other.
 */
export const acceptsWhileAnswerIsStored: Hazard = async (scene) => {
  const { caller, database } = scene;
  const [answerer, accepter] = twoOf(scene);
  const room = await openEmpty(caller);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect(); // Before the answer is there: what then takes long is taken over.
  const ready = answerer.meet('agent.answered', 'stop', PATIENCE_MS);
  const first = caller.insist(begin(caller, room), answerer.url);
  const isReady = await ready;
  await client.query('BEGIN');
  await client.query('SELECT FROM conversations WHERE id = $1 FOR UPDATE', [room.id]);
  answerer.resume();
  const isEnding = isReady && (await happens(() => isWaiting(scene, answerer, ENDS_A_TURN), WAITING_MS));
  const second = caller.insist(begin(caller, room), accepter.url);
  const isBehind = isEnding && (await happens(() => isWaiting(scene, accepter, ACCEPTS), WAITING_MS));
  await client.query('COMMIT').finally(() => client.end());
  await Promise.all([first, second]);
  return isBehind;
};
