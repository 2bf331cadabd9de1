import type { DataSource } from 'typeorm';
import { Conversation } from '../../src/conversation/conversation.entity.js';
import { ConversationRepository } from '../../src/conversation/conversation.repository.js';
import { aDevice, aTurn, aTurnIn, anAnswer, DEVICE } from '../support/turn-lab-factories.js';
import type { Hold } from '../../src/chat/turn.repository.js';
import { openDataSource, TurnLab } from '../support/turn-lab.js';

const ERASE_AT_ONCE = `WITH erased AS (
  UPDATE conversations SET deleted_at = clock_timestamp(), device_id = NULL, title = NULL, message_count = 0,
    done_turn_no = last_turn_no, lease_epoch = lease_epoch + 1, lease_owner = NULL, lease_until = NULL
  WHERE id = $1 AND deleted_at IS NULL RETURNING id
)
DELETE FROM messages USING erased WHERE conversation_id = erased.id`;

describe('an erasure', () => {
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

  const erase = ({ conversationId }: Hold): Promise<boolean> => conversations.erase(conversationId, DEVICE);

  it('takes a message with it that was accepted while it waited', async () => {
    const hold = await lab.a.start();

    const [isErased] = await lab.interleave({
      first: () => lab.a.accept(aTurnIn(hold)),
      waiting: [() => erase(hold)],
    });

    expect(isErased).toBe(true);
    expect(await lab.countMessages(hold)).toBe(0);
    expect(await lab.rowOf(hold)).toMatchObject({ last: 2, done: 2, epoch: 2, isHeld: false, messages: 0 });
    expect(
      await lab.count(`SELECT count(*) FROM turns WHERE conversation_id = $1 AND state = 'erased'`, [
        hold.conversationId,
      ]),
    ).toBe(2);
  });

  it('would leave that message behind if it were one statement', async () => {
    const hold = await lab.a.start();

    await lab.interleave({
      first: () => lab.a.accept(aTurnIn(hold)),
      waiting: [() => lab.b.query(ERASE_AT_ONCE, [hold.conversationId])],
    });

    expect(await lab.countMessages(hold)).toBe(1);
  });

  it('takes an answer with it that was stored while it waited', async () => {
    const hold = await lab.a.start();

    await lab.interleave({
      first: () => lab.a.turns.complete(hold, anAnswer(), { keep: true }),
      waiting: [() => erase(hold)],
    });

    expect(await lab.countMessages(hold)).toBe(0);
  });

  it('happens once for two who ask at the same time', async () => {
    const hold = await lab.a.start();

    const both = await lab.interleave({
      first: () => lab.a.lock(hold),
      waiting: [() => erase(hold), () => erase(hold)],
    });

    expect(both.sort()).toEqual([false, true]);
    expect(await lab.rowOf(hold)).toMatchObject({ epoch: 2 });
  });

  it('keeps out everyone who held the line or comes for it', async () => {
    const hold = await lab.a.start();
    await erase(hold);

    expect(await lab.a.turns.heartbeat(hold)).toBe(false);
    expect(await lab.a.turns.complete(hold, anAnswer(), { keep: true })).toBeNull();
    expect(await lab.a.turns.fail(hold, 'agent_failed', { keep: true })).toBeNull();
    expect(await lab.a.turns.readTurn(hold)).toBeNull();
    expect(await lab.a.turns.claim(hold.conversationId, 'run')).toBeNull();
    expect(await lab.a.turns.accept(aTurnIn(hold))).toBeNull();
    expect(await lab.a.turns.findOwned(hold.turnId, DEVICE)).toBeNull();
    expect(await lab.a.turns.findDue(10)).not.toContain(hold.conversationId);
    expect(await lab.countMessages(hold)).toBe(0);
  });

  it('ends a failed turn, which is not reopened any more', async () => {
    const hold = await lab.a.start();
    await lab.a.turns.fail(hold, 'agent_failed', { keep: true });
    const failed = await lab.a.turns.findById(hold.turnId);
    await erase(hold);

    expect(failed?.canReopen).toBe(true);
    expect(failed && (await lab.a.turns.reopen(failed, 'run'))).toBeNull();
    expect(await lab.a.turns.findById(hold.turnId)).toMatchObject({ state: 'erased', canReopen: false });
  });

  it('keeps the key, so that a redelivered first message does not bring the conversation back', async () => {
    const turn = aTurn();
    await erase(await lab.a.start(turn));

    expect(await lab.a.turns.accept(aTurn({ dedupeKey: turn.dedupeKey }))).toBe('known');
    expect(await lab.a.turns.findByKey(turn.dedupeScope, turn.dedupeKey)).toMatchObject({
      state: 'erased',
      userMessageId: null,
      answer: null,
    });
  });

  it('leaves the accept that waited for it without a conversation', async () => {
    const hold = await lab.a.start();

    const [accepted] = await lab.interleave({
      first: () => lab.a.query(ERASE_AT_ONCE, [hold.conversationId]),
      waiting: [() => lab.b.turns.accept(aTurnIn(hold))],
    });

    expect(accepted).toBeNull();
  });

  it("touches nobody else's conversation", async () => {
    const hold = await lab.a.start();

    expect(await conversations.erase(hold.conversationId, aDevice())).toBe(false);
    expect(await lab.countMessages(hold)).toBe(1);
  });
});
