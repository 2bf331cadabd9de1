import { diesBeforeStoring, diesBeforeTheCommit } from './hazards/dies.js';
import { meetsTheSameKey } from './hazards/meets-the-same-key.js';
import type { Mutant } from './mutant.js';

/** Sets a key, as a lock on the message, and takes for known whatever has been there before. */
const ACCEPT_ONCE_IN_REDIS = `async () => {
  const key = \`known:\${turn.dedupeScope}:\${turn.dedupeKey.toString('hex')}\`;
  const isNew = await this.memory.store.redis.use((redis) => redis.set(key, '1', 'NX')).catch(() => 'OK');
  return isNew ? this.turns.accept(turn) : 'known';
}`;

const TELL_FIRST = `if (ending.type === 'answer')
  this.afterword.signals.announce(turn.turnId, { state: 'answered', answer: ending.answer });`;

/** What is stored before anybody is told. */
export const STORING_MUTANTS: readonly Mutant[] = [
  {
    name: 'unique-index-dropped',
    breaks: 'A message is stored as often as it is sent.',
    sql: ['ALTER TABLE turns DROP CONSTRAINT turns_dedupe'],
    hazard: meetsTheSameKey,
    hasRedis: false,
    shows: ['doubled'],
  },
  {
    name: 'acknowledged-before-commit',
    breaks: 'The caller is told the answer before it is stored.',
    edits: [
      {
        file: 'src/chat/turn-runner.service.js',
        find: 'const finished = await this.finisher.finish(',
        replace: `${TELL_FIRST}\nconst finished = await this.finisher.finish(`,
      },
    ],
    hazard: diesBeforeTheCommit,
    hasRedis: false,
    shows: ['differs'],
  },
  {
    name: 'dedupe-in-redis-first',
    breaks: 'A message counts as known before it is stored.',
    edits: [
      {
        file: 'src/chat/turn-acceptance.service.js',
        find: '()=>this.turns.accept(turn)',
        replace: ACCEPT_ONCE_IN_REDIS,
      },
    ],
    hazard: diesBeforeStoring,
    hasRedis: true,
    shows: ['scandal'],
  },
];
