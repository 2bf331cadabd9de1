import { anAnswer } from '../support/turn-lab-factories.js';
import type { Hold } from '../../src/chat/turn.repository.js';
import { TurnLab } from '../support/turn-lab.js';

describe('a lease that ran out', () => {
  let lab: TurnLab;

  beforeAll(async () => {
    lab = await TurnLab.open();
  });

  afterAll(() => lab.close());

  /** A turn whose lease ran out before replica `b` took it over. */
  async function takenOver(): Promise<{ old: Hold; current: Hold }> {
    const old = await lab.a.start();
    await lab.a.expireLease(old);
    const claimed = await lab.b.turns.claim(old.conversationId, 'run');
    if (!claimed) throw new Error('not claimed');
    return { old, current: { ...claimed, turnId: old.turnId } };
  }

  it('holds for whoever had it while nobody takes over', async () => {
    const hold = await lab.a.start();
    await lab.a.expireLease(hold);

    expect(await lab.b.turns.findDue(100)).toContain(hold.conversationId);
    expect(await lab.a.turns.heartbeat(hold)).toBe(true);
    await lab.a.expireLease(hold);
    expect(await lab.a.turns.complete(hold, anAnswer(), { keep: true })).toEqual({ more: false });
  });

  it('refuses everything of a holder that was superseded', async () => {
    const { old, current } = await takenOver();

    await lab.a.turns.release(old, 0, 1);

    expect(await lab.a.turns.heartbeat(old)).toBe(false);
    expect(await lab.a.turns.complete(old, anAnswer(), { keep: true })).toBeNull();
    expect(await lab.a.turns.fail(old, 'agent_failed', { keep: true })).toBeNull();
    expect(await lab.rowOf(old)).toMatchObject({ done: 0, epoch: 2, starts: 2, failures: 0, isHeld: true });
    expect(await lab.b.turns.complete(current, anAnswer(), { keep: true })).toEqual({ more: false });
  });

  it('gives the line to one of two who claim it at the same time', async () => {
    const hold = await lab.a.start();
    await lab.a.expireLease(hold);

    const claims = await lab.interleave({
      first: () => lab.a.lock(hold),
      waiting: [lab.b, lab.c].map(
        ({ turns }) =>
          () =>
            turns.claim(hold.conversationId, 'run'),
      ),
    });

    expect(claims.filter((claimed) => claimed?.leaseEpoch === 2)).toHaveLength(1);
    expect(claims).toContain(null);
  });

  it('refuses a claim that waited for the heartbeat', async () => {
    const hold = await lab.a.start();
    await lab.a.expireLease(hold);

    const [claimed] = await lab.interleave({
      first: () => lab.a.turns.heartbeat(hold),
      waiting: [() => lab.b.turns.claim(hold.conversationId, 'run')],
    });

    expect(claimed).toBeNull();
  });
});
