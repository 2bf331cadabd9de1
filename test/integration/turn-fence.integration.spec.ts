import { aTurnIn, anAnswer } from '../support/turn-lab-factories.js';
import { TurnLab } from '../support/turn-lab.js';

describe('the fence of a lease', () => {
  let lab: TurnLab;

  beforeAll(async () => {
    lab = await TurnLab.open();
  });

  afterAll(() => lab.close());

  describe('after the answer', () => {
    it('refuses a late heartbeat', async () => {
      const hold = await lab.a.start();
      await lab.a.turns.complete(hold, anAnswer(), { keep: true });

      expect(await lab.a.turns.heartbeat(hold)).toBe(false);
      expect(await lab.rowOf(hold)).toMatchObject({ isHeld: false });
    });

    it('refuses a repeated answer, and the turn tells that the first one was ours', async () => {
      const hold = await lab.a.start();
      await lab.a.turns.complete(hold, anAnswer(), { keep: true });

      expect(await lab.a.turns.complete(hold, anAnswer(), { keep: true })).toBeNull();
      expect(await lab.a.turns.findById(hold.turnId)).toMatchObject({
        state: 'answered',
        runEpoch: hold.leaseEpoch,
        heldEpoch: null,
      });
    });

    it('refuses a repeated answer while the same lease holds the next turn', async () => {
      const hold = await lab.a.start();
      const next = await lab.a.start(aTurnIn(hold));

      expect(await lab.a.turns.complete(hold, anAnswer(), { keep: true })).toEqual({ more: true });
      expect(await lab.a.turns.complete(hold, anAnswer(), { keep: true })).toBeNull();
      expect(await lab.a.turns.findById(hold.turnId)).toMatchObject({ heldEpoch: hold.leaseEpoch });
      expect(await lab.a.turns.heartbeat({ ...next, leaseEpoch: hold.leaseEpoch })).toBe(true);
      expect(await lab.rowOf(hold)).toMatchObject({ done: 1, answered: 1, starts: 1, isHeld: true });
    });

    it('keeps nothing for a replica that shuts down', async () => {
      const hold = await lab.a.start();
      await lab.a.accept(aTurnIn(hold));

      expect(await lab.a.turns.complete(hold, anAnswer(), { keep: false })).toEqual({ more: false });
      expect(await lab.rowOf(hold)).toMatchObject({ done: 1, starts: 0, isHeld: false });
      expect(await lab.b.turns.claim(hold.conversationId, 'run')).toMatchObject({ turnNo: 2, starts: 1 });
    });
  });

  describe('after the turn was given back', () => {
    it('refuses heartbeat, answer, failure and a second return', async () => {
      const hold = await lab.a.start();
      await lab.a.turns.release(hold, 0, 1);

      await lab.a.turns.release(hold, 0, 1);

      expect(await lab.a.turns.heartbeat(hold)).toBe(false);
      expect(await lab.a.turns.complete(hold, anAnswer(), { keep: true })).toBeNull();
      expect(await lab.a.turns.fail(hold, 'agent_failed', { keep: true })).toBeNull();
      expect(await lab.rowOf(hold)).toMatchObject({ done: 0, starts: 0, failures: 1, isHeld: false });
    });

    it('lets the next holder alone finish it', async () => {
      const hold = await lab.a.start();
      await lab.a.turns.release(hold, 0, 1);
      const claimed = await lab.b.turns.claim(hold.conversationId, 'run');

      expect(claimed).toMatchObject({ turnNo: 1, leaseEpoch: 2, starts: 1 });
      expect(await lab.a.turns.complete(hold, anAnswer(), { keep: true })).toBeNull();
      expect(await lab.b.turns.complete({ ...hold, leaseEpoch: 2 }, anAnswer(), { keep: true })).toEqual({
        more: false,
      });
      expect(await lab.rowOf(hold)).toMatchObject({ done: 1, answered: 1, failures: 0, starts: 0 });
    });

    it('keeps it from being claimed before it is due', async () => {
      const hold = await lab.a.start();
      await lab.a.turns.release(hold, 60_000, 1);

      expect(await lab.b.turns.claim(hold.conversationId, 'run')).toBeNull();
      expect(await lab.b.turns.findDue(100)).not.toContain(hold.conversationId);
    });

    it('queues what is accepted meanwhile behind it, unclaimed', async () => {
      const hold = await lab.a.start();
      await lab.a.turns.release(hold, 60_000, 1);

      expect(await lab.b.accept(aTurnIn(hold))).toMatchObject({ turnNo: 2, isClaimed: false, leaseEpoch: 1 });
      expect(await lab.rowOf(hold)).toMatchObject({ isHeld: false });
    });
  });
});
