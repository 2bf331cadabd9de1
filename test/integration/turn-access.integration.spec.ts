import type { Owner } from '../../src/auth/owner.js';
import type { NewTurn } from '../../src/chat/turn-line.js';
import { aDevice, aTurn, aTurnIn, anAnswer, aUser } from '../support/turn-lab-factories.js';
import { TurnLab } from '../support/turn-lab.js';

describe('an accept into an existing conversation', () => {
  let lab: TurnLab;

  beforeAll(async () => {
    lab = await TurnLab.open();
  });

  afterAll(() => lab.close());

  it.each([
    ['a device', aDevice()],
    ['a user', aUser()],
  ])('goes on with a conversation of %s', async (_who, owner) => {
    const first = await lab.a.start(aTurn({ owner, platform: 'api' }));
    const turn = aTurnIn(first, { owner });

    expect(await lab.b.accept(turn)).toMatchObject({ turnNo: 2, isClaimed: false, platform: 'api' });
    expect(await lab.b.turns.findOwned(turn.turnId, owner)).toMatchObject({ turnNo: 2, isRunning: false });
    expect(await lab.b.turns.findOwned(first.turnId, owner)).toMatchObject({ turnNo: 1, isRunning: true });
  });

  it.each<[string, Owner, Owner]>([
    ['another device', aDevice(), aDevice()],
    ['another user', aUser(), aUser()],
    ['a user of the same id', { kind: 'device', id: 'same' }, { kind: 'user', id: 'same' }],
    ['a device of the same id', { kind: 'user', id: 'equal' }, { kind: 'device', id: 'equal' }],
  ])('finds nothing for %s', async (_who, owner, stranger) => {
    const first = await lab.a.start(aTurn({ owner }));

    expect(await lab.b.turns.accept(aTurnIn(first, { owner: stranger }))).toBeNull();
    expect(await lab.b.turns.findOwned(first.turnId, stranger)).toBeNull();
    expect(await lab.rowOf(first)).toMatchObject({ last: 1, messages: 1 });
  });

  it('finds nothing in a Messenger conversation, even for its own sender as a device', async () => {
    const owner = { kind: 'device', id: 'page:sender' } as const;
    const first = await lab.a.start(aTurn({ owner, platform: 'messenger' }));

    expect(await lab.b.turns.accept(aTurnIn(first, { owner }))).toBeNull();
    expect(await lab.b.turns.findOwned(first.turnId, owner)).toBeNull();
  });

  it('finds nothing where there is no conversation', async () => {
    expect(await lab.b.turns.accept(aTurn({ target: 'existing' }))).toBeNull();
  });

  describe('whose caller does not want to wait', () => {
    const impatient = (line: { conversationId: string }): NewTurn => aTurnIn(line, { refuseWhenBusy: true });

    it('is refused while a turn is open, and stores nothing', async () => {
      const first = await lab.a.start();

      expect(await lab.b.turns.accept(impatient(first))).toBeNull();
      expect(await lab.countMessages(first)).toBe(1);
      expect(await lab.rowOf(first)).toMatchObject({ last: 1, messages: 1 });
    });

    it('is refused while a turn waits to be tried again', async () => {
      const first = await lab.a.start();
      await lab.a.turns.release(first, 60_000, 1);

      expect(await lab.b.turns.accept(impatient(first))).toBeNull();
    });

    it('is taken when the line is empty', async () => {
      const first = await lab.a.start();
      await lab.a.turns.complete(first, anAnswer(), { keep: true });

      expect(await lab.b.turns.accept(impatient(first))).toMatchObject({ isClaimed: true, turnNo: 2 });
    });

    it('is refused, without waiting, while the answer that would empty the line is not committed', async () => {
      const first = await lab.a.start();
      await lab.a.query('BEGIN');
      await lab.a.turns.complete(first, anAnswer(), { keep: true });

      const accepted = await lab.b.turns.accept(impatient(first));
      await lab.a.query('COMMIT');

      expect(accepted).toBeNull();
    });

    it('is refused when it waited for a message that came before it', async () => {
      const first = await lab.a.start();
      await lab.a.turns.complete(first, anAnswer(), { keep: true });

      const [accepted] = await lab.interleave({
        first: () => lab.a.accept(aTurnIn(first)),
        waiting: [() => lab.b.turns.accept(impatient(first))],
      });

      expect(accepted).toBeNull();
    });
  });
});
