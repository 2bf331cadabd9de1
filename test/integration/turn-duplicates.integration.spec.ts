import { v7 as uuid } from 'uuid';
import { aDevice, aPrimaryTurn, aTurn, aTurnIn, anAnswer, aUser } from '../support/turn-lab-factories.js';
import type { Hold } from '../../src/chat/turn.repository.js';
import type { NewTurn } from '../../src/chat/turn-line.js';
import { TurnLab } from '../support/turn-lab.js';

const COUNT_CONVERSATIONS = 'SELECT count(*) FROM conversations';

/** The same request, sent again by a client: the server makes new ids for it. */
const again = (turn: NewTurn): NewTurn => ({ ...turn, turnId: uuid(), messageId: uuid(), runToken: uuid() });

describe('an accept with a known idempotency key', () => {
  let lab: TurnLab;

  beforeAll(async () => {
    lab = await TurnLab.open();
  });

  afterAll(() => lab.close());

  /** A conversation whose only turn is answered. */
  async function answered(): Promise<Hold> {
    const hold = await lab.a.start();
    await lab.a.turns.complete(hold, anAnswer(), { keep: true });
    return hold;
  }

  it('leaves nothing behind, the claim included, when it waited for the first one', async () => {
    const hold = await answered();
    const turn = aTurnIn(hold);

    const [outcome] = await lab.interleave({
      first: () => lab.a.accept(turn),
      waiting: [() => lab.b.turns.accept(again(turn))],
    });

    expect(outcome).toBe('known');
    expect(await lab.rowOf(hold)).toMatchObject({ last: 2, done: 1, epoch: 2, messages: 3 });
    expect(await lab.countMessages(hold)).toBe(3);
  });

  it('leaves another conversation untouched', async () => {
    const [hold, other] = [await answered(), await answered()];
    const turn = aTurnIn(hold);

    const [outcome] = await lab.interleave({
      first: () => lab.a.accept(turn),
      waiting: [() => lab.b.turns.accept(again({ ...turn, conversationId: other.conversationId }))],
    });

    expect(outcome).toBe('known');
    expect(await lab.rowOf(other)).toMatchObject({ last: 1, epoch: 1, isHeld: false, messages: 2 });
  });

  it.each([
    ['a new conversation', aTurn({ owner: aDevice() })],
    ["the user's new primary conversation", aPrimaryTurn(aUser())],
  ])('does not open %s', async (_what, turn) => {
    const first = await lab.a.start({ ...turn, target: 'new', owner: aDevice() });
    const conversations = await lab.count(COUNT_CONVERSATIONS);

    expect(await lab.b.turns.accept({ ...again(turn), conversationId: uuid() })).toBe('known');
    expect(await lab.count(COUNT_CONVERSATIONS)).toBe(conversations);
    expect(await lab.b.turns.findByKey(turn.dedupeScope, turn.dedupeKey)).toMatchObject({
      turnId: first.turnId,
      conversationId: first.conversationId,
    });
  });

  it('is the first one after all when that is rolled back', async () => {
    const turn = aTurn();

    const [accepted] = await lab.interleave({
      first: () => lab.a.accept(turn),
      waiting: [() => lab.b.turns.accept({ ...again(turn), conversationId: uuid() })],
      end: 'ROLLBACK',
    });

    expect(accepted).toMatchObject({ turnNo: 1, isClaimed: true });
  });

  it('is new in the scope of another owner', async () => {
    const turn = aTurn({ dedupeScope: 'mine' });
    await lab.a.accept(turn);

    expect(
      await lab.b.turns.accept(aTurn({ dedupeScope: 'yours', dedupeKey: turn.dedupeKey })),
    ).toMatchObject({
      turnNo: 1,
    });
  });
});

describe('an accept that is sent again because its answer was lost', () => {
  let lab: TurnLab;

  beforeAll(async () => {
    lab = await TurnLab.open();
  });

  afterAll(() => lab.close());

  it.each<[string, NewTurn]>([
    ['a new conversation', aTurn()],
    ["a user's primary conversation", aPrimaryTurn(aUser())],
  ])('finds its own commit in %s', async (_what, turn) => {
    const first = await lab.a.start(turn);

    expect(await lab.a.turns.accept(turn)).toBe('known');
    expect(await lab.rowOf(first)).toMatchObject({ last: 1, epoch: 1, messages: 1 });
    expect(await lab.a.turns.findByKey(turn.dedupeScope, turn.dedupeKey)).toMatchObject({
      turnId: turn.turnId,
      leaseOwner: turn.runToken,
      heldEpoch: 1,
    });
  });

  it('finds its own commit in a conversation that went on', async () => {
    const hold = await lab.a.start();
    const turn = aTurnIn(hold);
    await lab.a.accept(turn);

    expect(await lab.a.turns.accept(turn)).toBe('known');
    expect(await lab.rowOf(hold)).toMatchObject({ last: 2, messages: 2 });
  });

  it('finds its own commit by its ids even where its key was forgotten', async () => {
    const turn = aTurn();
    const first = await lab.a.start(turn);
    await lab.a.query(`UPDATE turns SET key_expires_at = clock_timestamp() - interval '1 s'`);
    await lab.a.turns.expireKeys(10);

    expect(await lab.a.turns.accept(turn)).toBe('known');
    expect(await lab.a.turns.accept(aTurnIn(first, { turnId: turn.turnId }))).toBe('known');
    expect(await lab.rowOf(first)).toMatchObject({ last: 1, messages: 1 });
  });
});
