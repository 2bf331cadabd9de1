import { REOPEN } from '../../src/chat/lease-statements.js';
import type { TurnRecord } from '../../src/chat/turn-line.js';
import type { Hold, TurnRepository } from '../../src/chat/turn.repository.js';
import { aTurnIn, anAnswer } from '../support/turn-lab-factories.js';
import { mutant } from '../support/turn-lab-replica.js';
import { TurnLab } from '../support/turn-lab.js';

const UNANSWERED = ' AND answered_turn_no < $2::bigint';
const BY_KEY = 'WHERE turns.id = $3::uuid';
const BY_STATE = `${BY_KEY} AND turns.state = 'failed'`;

describe('a failed turn', () => {
  let lab: TurnLab;

  beforeAll(async () => {
    lab = await TurnLab.open();
  });

  afterAll(() => lab.close());

  async function recordOf({ turnId }: Hold): Promise<TurnRecord> {
    const record = await lab.a.turns.findById(turnId);
    if (!record) throw new Error('there is no such turn');
    return record;
  }

  async function failed(): Promise<TurnRecord> {
    const hold = await lab.a.start();
    await lab.a.turns.fail(hold, 'agent_failed', { keep: true });
    return recordOf(hold);
  }

  /** Replica `b` retries while replica `a` reopens the turn and answers it. */
  async function reopenTwice(turn: TurnRecord, retrying: TurnRepository): Promise<Hold | null | undefined> {
    let first: Hold | null = null;
    const [second] = await lab.interleave({
      first: async () => (first = await lab.a.turns.reopen(turn, 'first')),
      waiting: [() => retrying.reopen(turn, 'second')],
      meanwhile: async () => first && lab.a.turns.complete(first, anAnswer(), { keep: true }),
    });
    return second;
  }

  it('keeps its question and its reason, and can be reopened while it is the last one', async () => {
    const turn = await failed();

    expect(turn).toMatchObject({ state: 'failed', errorCode: 'agent_failed', canReopen: true, answer: null });
    expect(turn.userMessageId).not.toBeNull();
    expect(await lab.rowOf(turn)).toMatchObject({ done: 1, answered: 0, messages: 1, isHeld: false });
  });

  it('is claimed under a new epoch by whoever reopens it, and answered like any other', async () => {
    const turn = await failed();

    const hold = await lab.b.turns.reopen(turn, 'retry');

    expect(hold).toMatchObject({ turnNo: 1, leaseEpoch: 2, turnId: turn.turnId });
    expect(await lab.b.turns.findById(turn.turnId)).toMatchObject({
      state: 'accepted',
      errorCode: null,
      isRunning: true,
    });
    expect(hold && (await lab.b.turns.complete(hold, anAnswer(), { keep: true }))).toEqual({ more: false });
    expect(await lab.rowOf(turn)).toMatchObject({ done: 1, answered: 1, messages: 2 });
  });

  it('is reopened by one of two retries at once', async () => {
    const turn = await failed();

    const holds = await lab.interleave({
      first: () => lab.a.lock(turn),
      waiting: [lab.b, lab.c].map(
        ({ turns }) =>
          () =>
            turns.reopen(turn, 'retry'),
      ),
    });

    expect(holds.filter((hold) => hold !== null)).toHaveLength(1);
    expect(await lab.rowOf(turn)).toMatchObject({ epoch: 2, starts: 1 });
  });

  it('stays answered when a retry waited for another that reopened and answered it', async () => {
    const turn = await failed();

    expect(await reopenTwice(turn, lab.b.turns)).toBeNull();
    expect(await lab.rowOf(turn)).toMatchObject({ last: 1, done: 1, answered: 1, isHeld: false });
  });

  it('would break the counters if its state decided instead of its row', async () => {
    const turn = await failed();
    const byState = mutant(mutant(REOPEN, UNANSWERED, ''), BY_KEY, BY_STATE);

    await expect(reopenTwice(turn, lab.b.turnsWith(byState))).rejects.toMatchObject({
      constraint: 'conversations_counters',
    });
  });

  it('is not reopened when a retry waited for the next message', async () => {
    const turn = await failed();

    const [hold] = await lab.interleave({
      first: () => lab.a.accept(aTurnIn(turn)),
      waiting: [() => lab.b.turns.reopen(turn, 'retry')],
    });

    expect(hold).toBeNull();
    expect(await lab.b.turns.findById(turn.turnId)).toMatchObject({ state: 'failed', canReopen: false });
  });

  it('is not reopened before its failure is committed', async () => {
    const hold = await lab.a.start();
    const turn = await recordOf(hold);
    await lab.a.query('BEGIN');
    await lab.a.turns.fail(hold, 'agent_failed', { keep: true });

    const reopened = await lab.b.turns.reopen(turn, 'retry');
    await lab.a.query('COMMIT');

    expect(reopened).toBeNull();
    expect(await recordOf(hold)).toMatchObject({ state: 'failed', canReopen: true });
  });

  it('is passed over by the line, and its question stays in the tail', async () => {
    const hold = await lab.a.start();
    const next = await lab.a.start(aTurnIn(hold));

    expect(await lab.a.turns.fail(hold, 'agent_failed', { keep: true })).toEqual({ more: true });
    expect((await lab.a.turns.readTurn(next))?.tail).toEqual([{ seq: 1, role: 'user', content: 'question' }]);
  });

  it('starts anew after it had been given back and begun several times', async () => {
    const hold = await lab.a.start();
    await lab.a.turns.release(hold, 0, 1);
    await lab.a.turns.claim(hold.conversationId, 'run');
    await lab.a.turns.fail({ ...hold, leaseEpoch: 2 }, 'agent_failed', { keep: true });

    await lab.a.turns.reopen(await recordOf(hold), 'retry');

    expect(await lab.rowOf(hold)).toMatchObject({ starts: 1, failures: 0, epoch: 3 });
  });
});
