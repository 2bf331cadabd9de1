import { ConversationRepository } from '../../src/conversation/conversation.repository.js';
import { Conversation } from '../../src/conversation/conversation.entity.js';
import type { DataSource } from 'typeorm';
import { aPrimaryTurn, anAnswer, aUser } from '../support/turn-lab-factories.js';
import { openDataSource, TurnLab } from '../support/turn-lab.js';

describe("an accept into the user's primary conversation", () => {
  let lab: TurnLab;
  let dataSource: DataSource;
  let conversations: ConversationRepository;

  beforeAll(async () => {
    lab = await TurnLab.open();
    dataSource = await openDataSource(lab.url);
    conversations = new ConversationRepository(dataSource.getRepository(Conversation));
  });

  afterAll(async () => {
    await dataSource.destroy();
    await lab.close();
  });

  it('opens one conversation for three first messages at once', async () => {
    const user = aUser();
    const [b, c] = await lab.interleave({
      first: () => lab.a.accept(aPrimaryTurn(user)),
      waiting: [lab.b, lab.c].map((replica) => () => replica.accept(aPrimaryTurn(user))),
    });

    const primary = await conversations.findPrimary(user.id);
    expect(primary).toMatchObject({ lastTurnNo: 3, messageCount: 3, leaseEpoch: 1, isPrimary: true });
    expect([b?.conversationId, c?.conversationId]).toEqual([primary?.id, primary?.id]);
    expect([b?.turnNo, c?.turnNo].sort()).toEqual([2, 3]);
    expect([b?.isClaimed, c?.isClaimed]).toEqual([false, false]);
  });

  it('opens it again for whoever waited for a first message that was rolled back', async () => {
    const user = aUser();
    const [b, c] = await lab.interleave({
      first: () => lab.a.accept(aPrimaryTurn(user)),
      waiting: [lab.b, lab.c].map((replica) => () => replica.accept(aPrimaryTurn(user))),
      end: 'ROLLBACK',
    });

    expect(b?.conversationId).toBe(c?.conversationId);
    expect([b?.turnNo, c?.turnNo].sort()).toEqual([1, 2]);
    expect([b?.isClaimed, c?.isClaimed].filter(Boolean)).toHaveLength(1);
  });

  it('says that its tail is stale where the conversation was born after its snapshot', async () => {
    const user = aUser();
    const first = aPrimaryTurn(user);
    const [accepted] = await lab.interleave({
      first: async () => lab.a.turns.complete(await lab.a.start(first), anAnswer(), { keep: true }),
      waiting: [() => lab.b.accept(aPrimaryTurn(user))],
    });

    expect(accepted).toMatchObject({ isClaimed: true, turnNo: 2, tail: [], isTailCurrent: false });
    const turn = accepted && (await lab.b.turns.readTurn(accepted));
    expect(turn?.tail).toHaveLength(2);
  });

  it('says that its tail is stale after it waited for an answer', async () => {
    const user = aUser();
    const hold = await lab.a.start(aPrimaryTurn(user));

    const [accepted] = await lab.interleave({
      first: () => lab.a.turns.complete(hold, anAnswer(), { keep: true }),
      waiting: [() => lab.b.accept(aPrimaryTurn(user))],
    });

    expect(accepted).toMatchObject({ isClaimed: true, turnNo: 2, isTailCurrent: false });
    expect(accepted?.tail).toHaveLength(1);
  });

  it('brings the current tail where nothing came between', async () => {
    const user = aUser();
    await lab.a.turns.complete(await lab.a.start(aPrimaryTurn(user)), anAnswer(), { keep: true });

    const accepted = await lab.b.accept(aPrimaryTurn(user));

    expect(accepted).toMatchObject({ isClaimed: true, turnNo: 2, isTailCurrent: true });
    expect(accepted.tail).toHaveLength(2);
  });

  it('opens a new conversation in place of an erased one', async () => {
    const user = aUser();
    const { conversationId } = await lab.a.start(aPrimaryTurn(user));
    await conversations.erase(conversationId, user);

    const accepted = await lab.b.accept(aPrimaryTurn(user));

    expect(accepted).toMatchObject({ turnNo: 1, isClaimed: true, isTailCurrent: true });
    expect(accepted.conversationId).not.toBe(conversationId);
  });

  it('opens a new conversation after it waited for an erasure', async () => {
    const user = aUser();
    const erased = await lab.a.start(aPrimaryTurn(user));

    const [accepted] = await lab.interleave({
      first: () =>
        lab.a.query(
          `UPDATE conversations SET deleted_at = clock_timestamp(), user_id = NULL, done_turn_no = last_turn_no,
             lease_owner = NULL, lease_until = NULL WHERE id = $1`,
          [erased.conversationId],
        ),
      waiting: [() => lab.b.accept(aPrimaryTurn(user))],
    });

    expect(accepted).toMatchObject({ turnNo: 1, isClaimed: true, isTailCurrent: true });
    expect(accepted?.conversationId).not.toBe(erased.conversationId);
  });

  it('is refused while the line is busy if the caller asked for that', async () => {
    const user = aUser();
    await lab.a.start(aPrimaryTurn(user));

    expect(await lab.b.turns.accept(aPrimaryTurn(user, { refuseWhenBusy: true }))).toBeNull();
  });

  it("keeps apart the primary conversation and the user's other ones", async () => {
    const user = aUser();
    const other = await lab.a.start(aPrimaryTurn(user, { target: 'new' }));

    const { conversationId } = await lab.b.accept(aPrimaryTurn(user));

    expect(conversationId).not.toBe(other.conversationId);
  });
});
