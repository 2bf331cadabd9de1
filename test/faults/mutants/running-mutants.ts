import { diesWhileThinking } from './hazards/dies.js';
import { overtakes } from './hazards/overtakes.js';
import { wakesAfterTheAnswer, wakesWhileAnotherThinks } from './hazards/wakes-too-late.js';
import type { Mutant } from './mutant.js';

const FINISH = 'src/chat/finish-statements.js';
const LEASE = 'src/chat/lease-statements.js';

const LEASE_IS_FREE = 'AND (lease_until IS NULL OR lease_until <= clock_timestamp())';
const HEAD_IS_DUE = 'AND (head_due_at IS NULL OR head_due_at <= clock_timestamp())';

const FENCE = {
  epoch: 'lease_epoch = $2::bigint AND lease_until IS NOT NULL',
  line: 'AND done_turn_no = $3::bigint - 1',
};

/** Who may answer a turn, and when. */
export const RUNNING_MUTANTS: readonly Mutant[] = [
  {
    name: 'fence-off',
    breaks: 'Whoever has lost a turn to another one may still end it.',
    edits: [{ file: FINISH, find: FENCE.epoch, replace: '$2::bigint IS NOT NULL' }],
    hazard: wakesWhileAnotherThinks,
    hasRedis: false,
    shows: ['superseded'],
  },
  {
    name: 'head-of-line-off',
    breaks: 'Every message is answered at once, whatever is still open before it.',
    edits: [
      {
        file: 'src/chat/accept-statements.js',
        find: 'last_turn_no = done_turn_no + 1 AS claimed',
        replace: 'true AS claimed',
      },
      { file: FINISH, find: FENCE.epoch, replace: 'lease_epoch = $2::bigint' },
      { file: FINISH, find: FENCE.line, replace: '' },
      // Whoever ends late takes back nothing of what a later turn has done.
      ...['done_turn_no  = ', 'answered_turn_no = '].map((column) => ({
        file: FINISH,
        find: `${column}$3::bigint,`,
        replace: `${column}greatest(${column.replace('=', ',')}$3::bigint),`,
      })),
      ...['lease_owner   = ', 'lease_until   = '].map((column) => ({
        file: FINISH,
        find: `${column}CASE WHEN last_turn_no > $3::bigint`,
        replace: `${column}CASE WHEN last_turn_no > greatest(done_turn_no, $3::bigint)`,
      })),
    ],
    hazard: overtakes,
    hasRedis: false,
    shows: ['context'],
  },
  {
    name: 'redis-lock-only',
    breaks: 'Redis alone says who may answer; the database takes whatever comes.',
    edits: [
      { file: LEASE, find: `${LEASE_IS_FREE}\n  ${HEAD_IS_DUE}\nRETURNING`, replace: 'RETURNING' },
      { file: LEASE, find: `${LEASE_IS_FREE}\n  ${HEAD_IS_DUE}\nLIMIT`, replace: 'LIMIT' },
      {
        file: 'src/chat/turn-leases.service.js',
        find: 'this.turns.heartbeat(turn)',
        replace: 'Promise.resolve(true)',
      },
      {
        file: 'src/chat/conversation-lock.service.js',
        find: '.catch(()=>true)',
        replace: '.catch(() => false)',
      },
      { file: FINISH, find: FENCE.epoch, replace: '$2::bigint IS NOT NULL' },
      { file: FINISH, find: FENCE.line, replace: '' },
    ],
    sql: [
      'ALTER TABLE messages DROP CONSTRAINT messages_seq',
      'ALTER TABLE messages DROP CONSTRAINT messages_once',
    ],
    hazard: wakesAfterTheAnswer,
    hasRedis: true,
    shows: ['doubled'],
  },
  {
    name: 'sweeper-off',
    breaks: 'Nobody takes over what a dead process has left.',
    edits: [
      {
        file: 'src/chat/sweeper.worker.js',
        find: 'await this.turns.findDue(SWEEP_LIMIT)',
        replace: '[]',
      },
    ],
    hazard: diesWhileThinking,
    hasRedis: false,
    shows: ['open'],
  },
];
