import { aTurn, anAnswer } from '../support/turn-lab-factories.js';
import { TurnLab } from '../support/turn-lab.js';

const KEY_EXPIRY = 'SELECT key_expires_at AS "expiresAt" FROM turns WHERE id = $1';

describe('the upkeep of turns', () => {
  let lab: TurnLab;

  beforeAll(async () => {
    lab = await TurnLab.open();
  });

  afterAll(() => lab.close());

  describe('findDue', () => {
    it('finds lines whose head nobody holds, and no more than its limit', async () => {
      const [held, expired, back] = [await lab.a.start(), await lab.a.start(), await lab.a.start()];
      await lab.a.expireLease(expired);
      await lab.a.turns.release(back, 0, 0);

      const due = await lab.b.turns.findDue(100);

      expect(due).toEqual(expect.arrayContaining([expired.conversationId, back.conversationId]));
      expect(due).not.toContain(held.conversationId);
      expect(await lab.b.turns.findDue(1)).toHaveLength(1);
    });
  });

  describe('expireKeys', () => {
    it('forgets a key after its time, so that it stands for a new request', async () => {
      const turn = aTurn();
      const old = await lab.a.start(turn);
      await lab.a.turns.expireKeys(100);
      expect(await lab.a.turns.findByKey(turn.dedupeScope, turn.dedupeKey)).toMatchObject({
        turnId: turn.turnId,
      });
      await lab.a.query(`UPDATE turns SET key_expires_at = clock_timestamp() WHERE id = $1`, [turn.turnId]);

      await lab.a.turns.expireKeys(100);

      expect(await lab.a.turns.findByKey(turn.dedupeScope, turn.dedupeKey)).toBeNull();
      expect(await lab.a.turns.findById(turn.turnId)).toMatchObject({ turnNo: old.turnNo });
      expect(await lab.a.turns.accept(aTurn({ dedupeKey: turn.dedupeKey }))).toMatchObject({ turnNo: 1 });
    });

    it('passes over a turn that is locked just now', async () => {
      const hold = await lab.a.start();
      await lab.a.query(`UPDATE turns SET key_expires_at = 'epoch' WHERE id = $1`, [hold.turnId]);
      await lab.a.query('BEGIN');
      await lab.a.turns.complete(hold, anAnswer(), { keep: true });

      await lab.b.turns.expireKeys(100);
      await lab.a.query('COMMIT');

      expect(await lab.b.query(KEY_EXPIRY, [hold.turnId])).toEqual([{ expiresAt: new Date(0) }]);
    });
  });
});
