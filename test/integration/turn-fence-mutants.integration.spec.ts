import { acceptExisting } from '../../src/chat/accept-statements.js';
import { COMPLETE } from '../../src/chat/finish-statements.js';
import { CLAIM, HEARTBEAT, PUT_BACK } from '../../src/chat/lease-statements.js';
import type { Hold } from '../../src/chat/turn.repository.js';
import { aTurnIn, anAnswer } from '../support/turn-lab-factories.js';
import { mutant } from '../support/turn-lab-replica.js';
import { TurnLab } from '../support/turn-lab.js';

const EPOCH = 'lease_epoch = $2::bigint AND ';
const HELD = ' AND lease_until IS NOT NULL';
const DONE = 'AND done_turn_no = $3::bigint - 1';

describe('without its fence', () => {
  let lab: TurnLab;

  beforeAll(async () => {
    lab = await TurnLab.open();
  });

  afterAll(() => lab.close());

  async function takenOver(): Promise<Hold> {
    const hold = await lab.a.start();
    await lab.a.expireLease(hold);
    await lab.b.turns.claim(hold.conversationId, 'run');
    return hold;
  }

  async function givenBack(): Promise<Hold> {
    const hold = await lab.a.start();
    await lab.a.turns.release(hold, 0, 0);
    return hold;
  }

  it('an answer of a superseded holder ends the turn that another runs', async () => {
    const old = await takenOver();
    const turns = lab.a.turnsWith(mutant(COMPLETE, EPOCH, '$2::bigint IS NOT NULL AND '));

    expect(await turns.complete(old, anAnswer(), { keep: true })).toEqual({ more: false });
    expect(await lab.b.turns.heartbeat({ ...old, leaseEpoch: 2 })).toBe(false);
  });

  it('an answer of a superseded holder comes second when the number of the turn is forgotten too', async () => {
    const old = await takenOver();
    await lab.b.turns.complete({ ...old, leaseEpoch: 2 }, anAnswer(), { keep: true });
    const next = await lab.b.start(aTurnIn(old));
    const unfenced = mutant(mutant(COMPLETE, EPOCH, '$2::bigint IS NOT NULL AND '), DONE, '');

    await expect(lab.a.turnsWith(unfenced).complete(old, anAnswer(), { keep: true })).rejects.toMatchObject({
      constraint: 'messages_seq',
    });
    expect(await lab.rowOf(next)).toMatchObject({ last: 2, done: 1, isHeld: true });
  });

  it('a repeated answer meets a unique key where the lease went on to the next turn', async () => {
    const hold = await lab.a.start();
    await lab.a.accept(aTurnIn(hold));
    const turns = lab.a.turnsWith(mutant(COMPLETE, DONE, ''));
    await turns.complete(hold, anAnswer(), { keep: true });

    await expect(turns.complete(hold, anAnswer(), { keep: true })).rejects.toMatchObject({ code: '23505' });
  });

  it('an answer comes to a turn that was given back and that nobody holds', async () => {
    const hold = await givenBack();
    const turns = lab.a.turnsWith(mutant(COMPLETE, HELD, ''));

    expect(await turns.complete(hold, anAnswer(), { keep: true })).toEqual({ more: false });
  });

  it('a late heartbeat revives a lease that was given back', async () => {
    const hold = await givenBack();
    const turns = lab.a.turnsWith(mutant(HEARTBEAT, HELD, ''));

    await expect(turns.heartbeat(hold)).rejects.toMatchObject({ constraint: 'conversations_lease_pair' });
  });

  it('a late heartbeat after the answer is stopped by the constraints alone', async () => {
    const hold = await lab.a.start();
    await lab.a.turns.complete(hold, anAnswer(), { keep: true });
    const turns = lab.a.turnsWith(mutant(HEARTBEAT, HELD, ''));

    await expect(turns.heartbeat(hold)).rejects.toMatchObject({ code: '23514' });
  });

  it('a turn that is given back twice counts one failure as two', async () => {
    const hold = await lab.a.start();
    const turns = lab.a.turnsWith(mutant(PUT_BACK, HELD, ''));
    await turns.release(hold, 0, 1);

    await turns.release(hold, 0, 1);

    expect(await lab.rowOf(hold)).toMatchObject({ failures: 2, starts: -1 });
  });

  it('a claim takes the line from a holder that is alive', async () => {
    const hold = await lab.a.start();
    const turns = lab.b.turnsWith(mutant(CLAIM, /AND \(lease_until IS NULL.*/g, ''));

    expect(await turns.claim(hold.conversationId, 'run')).toMatchObject({ turnNo: 1 });
    expect(await lab.a.turns.heartbeat(hold)).toBe(false);
  });

  it('an accept that claims a free lease instead of an empty line takes a lease for a turn that nobody runs', async () => {
    const hold = await givenBack();
    const accept = mutant(
      acceptExisting('device_id'),
      'WHEN done_turn_no = last_turn_no',
      'WHEN lease_until IS NULL',
    );

    expect(await lab.b.turnsWith(accept).accept(aTurnIn(hold))).toMatchObject({ isClaimed: false });
    expect(await lab.rowOf(hold)).toMatchObject({ isHeld: true, epoch: 2 });
    expect(await lab.b.turns.claim(hold.conversationId, 'run')).toBeNull();
  });
});
