import { acceptsWhileAnswerIsStored } from './hazards/accepts-while-answer-is-stored.js';
import { findsAnOlderMemory, findsAnothersMemory } from './hazards/finds-a-wrong-memory.js';
import type { Mutant } from './mutant.js';

/** What the agent is shown of a conversation. */
export const REMEMBERING_MUTANTS: readonly Mutant[] = [
  {
    name: 'cache-without-version',
    breaks: 'Whatever is remembered of a conversation counts, however old it is.',
    edits: [
      {
        file: 'src/memory/memory-entry.js',
        find: 'entry.lastTurnNo === version.lastTurnNo && entry.answeredTurnNo === version.answeredTurnNo && entry.revision === version.revision',
        replace: 'true',
      },
    ],
    hazard: findsAnOlderMemory,
    hasRedis: true,
    shows: ['context'],
  },
  {
    name: 'cache-without-owner',
    breaks: 'Whatever is remembered counts, whosever it is.',
    edits: [
      {
        file: 'src/memory/memory-entry.js',
        find: 'entry.conversationId === key.conversationId && entry.owner === ownerHash(key.owner)',
        replace: 'true',
      },
    ],
    hazard: findsAnothersMemory,
    hasRedis: true,
    shows: ['foreign'],
  },
  {
    name: 'stale-tail-check-off',
    breaks: 'The tail that an accept has read before it waited counts.',
    edits: [
      {
        file: 'src/chat/accept-statements.js',
        find: 'seen.last_turn_no + 1 = c.last_turn_no AND seen.answered_turn_no = c.answered_turn_no AND seen.revision = c.revision',
        replace: 'true',
      },
    ],
    hazard: acceptsWhileAnswerIsStored,
    hasRedis: false,
    shows: ['context'],
  },
];
