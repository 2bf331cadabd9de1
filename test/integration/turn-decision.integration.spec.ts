import { acceptExisting } from '../../src/chat/accept-statements.js';
import { aTurnIn, anAnswer } from '../support/turn-lab-factories.js';
import { mutant, type LabReplica } from '../support/turn-lab-replica.js';
import { TurnLab } from '../support/turn-lab.js';

const LEASE = 'SELECT lease_epoch, lease_owner FROM conversations WHERE id = $1';

/** Writes the conversation's row first, and the turn's row depends on that. */
const TOUCH = `WITH conversation AS (UPDATE conversations SET head_due_at = NULL WHERE id = $1 RETURNING id)
UPDATE turns SET caller_language = 'en' FROM conversation WHERE turns.id = $2`;

describe('a decision', () => {
  let lab: TurnLab;

  beforeAll(async () => {
    lab = await TurnLab.open();
    await lab.a.query('CREATE SEQUENCE ticks');
    await lab.a.query(`CREATE FUNCTION ticking_clock() RETURNS timestamptz LANGUAGE sql VOLATILE
      AS $$ SELECT now() + nextval('ticks') * interval '1 hour' $$`);
  });

  afterAll(() => lab.close());

  const ticking = mutant(acceptExisting('device_id'), 'clock_timestamp()', 'ticking_clock()');

  it('made on the counters of the row is one, however fast time goes by', async () => {
    const hold = await lab.a.start();
    await lab.a.turns.complete(hold, anAnswer(), { keep: true });

    expect(await lab.b.turnsWith(ticking).accept(aTurnIn(hold, { runToken: 'ours' }))).toMatchObject({
      isClaimed: true,
    });
    expect(
      await lab.b.query('SELECT lease_epoch, lease_owner, head_starts FROM conversations WHERE id = $1', [
        hold.conversationId,
      ]),
    ).toEqual([{ lease_epoch: '2', lease_owner: 'ours', head_starts: 1 }]);
  });

  it('made on the clock is torn: the lease has a new owner under the old epoch', async () => {
    const hold = await lab.a.start();
    await lab.a.query(`SELECT setval('ticks', 1)`);
    // PostgreSQL decides column by column in the table's order: starts at hour 2, epoch at hour 3, owner at hour 4.
    await lab.a.query(`UPDATE conversations SET lease_until = now() + interval '210 min' WHERE id = $1`, [
      hold.conversationId,
    ]);
    const byClock = mutant(ticking, 'WHEN done_turn_no = last_turn_no', 'WHEN lease_until < ticking_clock()');

    await lab.b.turnsWith(byClock).accept(aTurnIn(hold, { runToken: 'thief' }));

    expect(await lab.b.query(LEASE, [hold.conversationId])).toEqual([
      { lease_epoch: '1', lease_owner: 'thief' },
    ]);
  });

  it('made on the state of a turn misses a failure that it waited for; one made on its key does not', async () => {
    const hold = await lab.a.start();
    const touch = (replica: LabReplica, condition: string) => () =>
      replica.query(`${TOUCH} ${condition} RETURNING turns.id`, [hold.conversationId, hold.turnId]);

    const touched = await lab.interleave({
      first: () => lab.a.turns.fail(hold, 'agent_failed', { keep: true }),
      waiting: [touch(lab.b, `AND turns.state = 'failed'`), touch(lab.c, '')],
    });

    expect(touched).toEqual([[], [{ id: hold.turnId }]]);
  });
});
