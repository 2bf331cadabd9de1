import { COMPLETE } from '../../src/chat/finish-statements.js';
import { acceptExisting } from '../../src/chat/accept-statements.js';
import { hammer } from '../support/turn-lab-hammer.js';
import type { HammerPlan } from '../support/turn-lab-plan.js';
import type { HammerLedger } from '../support/turn-lab-ledger.js';
import { mutant } from '../support/turn-lab-replica.js';

const LONG_MS = 60_000;
const SHORT_MS = 25;
const TIME_LIMIT_MS = 120_000;

const PLAN: HammerPlan = {
  conversations: 8,
  clients: 32,
  turns: 3000,
  target: 'existing',
  leaseMs: LONG_MS,
  shares: { fail: 0.08, giveBack: 0.03, hang: 0, duplicate: 0.05 },
};

/** Holders hang until their lease has run out and another has taken over. */
const EXPIRING: HammerPlan = { ...PLAN, leaseMs: SHORT_MS, shares: { ...PLAN.shares, hang: 0.01 } };

/** What a run never met: it has shown nothing of that. */
const neverHappened = ({ counts }: HammerLedger): string[] =>
  Object.entries(counts)
    .filter(([, count]) => count === 0)
    .map(([what]) => what);

describe('turns of many clients at once', () => {
  it.each<[string, HammerPlan]>([
    ['one conversation', { ...PLAN, conversations: 1 }],
    ['eight primary conversations that nobody opened before', { ...PLAN, target: 'primary' }],
  ])(
    'keep every promise in %s',
    async (_where, plan) => {
      const ledger = await hammer(plan);

      expect(ledger.violations).toEqual([]);
      expect(neverHappened(ledger)).toEqual(['superseded']);
    },
    TIME_LIMIT_MS,
  );

  it(
    'keep every promise where leases run out under their holders',
    async () => {
      const ledger = await hammer(EXPIRING);

      expect(ledger.violations).toEqual([]);
      expect(neverHappened(ledger)).toEqual([]);
    },
    TIME_LIMIT_MS,
  );

  it(
    'would be answered with wrong tails if no tail were ever taken for stale',
    async () => {
      const blind = mutant(acceptExisting('user_id'), /seen\.last_turn_no.*AS tail/g, 'true AS tail');

      const { violations } = await hammer({ ...PLAN, turns: 1500 }, [blind]);

      expect(violations).toContainEqual(expect.stringMatching(/answer \d+ is seen:/));
    },
    TIME_LIMIT_MS,
  );

  it(
    'would be finished by holders who lost their lease if the epoch were no part of the fence',
    async () => {
      const unfenced = mutant(COMPLETE, 'lease_epoch = $2::bigint AND ', '$2::bigint IS NOT NULL AND ');

      const { violations } = await hammer({ ...EXPIRING, turns: 1500 }, [unfenced]);

      expect(violations).toContainEqual(expect.stringContaining('a superseded holder wrote'));
    },
    TIME_LIMIT_MS,
  );
});
