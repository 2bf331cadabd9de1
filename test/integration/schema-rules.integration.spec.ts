import { v7 as uuid } from 'uuid';
import type { DataSource } from 'typeorm';
import { Turn } from '../../src/chat/turn.entity.js';
import { Conversation } from '../../src/conversation/conversation.entity.js';
import { Message } from '../../src/conversation/message.entity.js';
import { anAnswer, aTurnIn } from '../support/turn-lab-factories.js';
import type { Hold } from '../../src/chat/turn.repository.js';
import { openDataSource, TurnLab } from '../support/turn-lab.js';

describe('a stored conversation', () => {
  let lab: TurnLab;
  let dataSource: DataSource;
  let hold: Hold;

  beforeAll(async () => {
    lab = await TurnLab.open();
    dataSource = await openDataSource(lab.url);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await lab.close();
  });

  beforeEach(async () => {
    hold = await lab.a.start();
    await lab.a.turns.complete(hold, anAnswer(), { keep: true });
    await lab.a.accept(aTurnIn(hold));
  });

  async function countLeft(): Promise<number[]> {
    const { conversationId } = hold;
    return Promise.all(
      [Message, Turn].map((entity) => dataSource.getRepository(entity).countBy({ conversationId })),
    );
  }

  it.each([
    ['SQL', () => lab.a.query('DELETE FROM conversations WHERE id = $1', [hold.conversationId])],
    ['the ORM', () => dataSource.getRepository(Conversation).delete({ id: hold.conversationId })],
  ])('takes its messages and turns with it when %s deletes it', async (_how, remove) => {
    expect(await countLeft()).toEqual([3, 2]);

    await remove();

    expect(await countLeft()).toEqual([0, 0]);
  });

  it('keeps the messages of its other turns when one turn is deleted', async () => {
    await dataSource.getRepository(Turn).delete({ id: hold.turnId });

    expect(await countLeft()).toEqual([1, 1]);
  });

  const change = (assignment: string) => () =>
    lab.a.query(`UPDATE conversations SET ${assignment} WHERE id = $1`, [hold.conversationId]);

  it.each([
    ['two owners', `user_id = 'user'`, 'conversations_one_owner'],
    ['no owner', 'device_id = NULL', 'conversations_one_owner'],
    [
      'an owner after it was erased',
      `deleted_at = now(), lease_owner = NULL, lease_until = NULL`,
      'conversations_one_owner',
    ],
    ['another platform', `platform = 'fax'`, 'conversations_platform'],
    ['more turns done than accepted', 'done_turn_no = 3', 'conversations_counters'],
    ['an answer of a turn that is not done', 'answered_turn_no = 2', 'conversations_counters'],
    ['a lease without an open turn', 'done_turn_no = 2', 'conversations_lease_open'],
    ['a lease that belongs to nobody', 'lease_owner = NULL', 'conversations_lease_pair'],
    ['a holder without a lease', 'lease_until = NULL', 'conversations_lease_pair'],
    ['a device as its user', 'is_primary = true', 'conversations_primary_user'],
  ])('has never %s', async (_what, assignment, constraint) => {
    await expect(change(assignment)()).rejects.toMatchObject({ code: '23514', constraint });
  });

  const say = (message: { seq: number; role: string; content?: string; turnId?: string }) =>
    lab.a.query(
      'INSERT INTO messages (id, conversation_id, turn_id, seq, role, content) VALUES ($1, $2, $3, $4, $5, $6)',
      [
        uuid(),
        hold.conversationId,
        message.turnId ?? null,
        message.seq,
        message.role,
        message.content ?? 'text',
      ],
    );

  it.each([
    ['a question where an answer belongs', { seq: 4, role: 'user' }, 'messages_order'],
    ['an answer where a question belongs', { seq: 5, role: 'assistant' }, 'messages_order'],
    ['a message of anybody else', { seq: 4, role: 'system' }, 'messages_role'],
    ['an empty message', { seq: 4, role: 'assistant', content: '' }, 'messages_content'],
    [
      'a question of 10,001 characters',
      { seq: 5, role: 'user', content: '😀'.repeat(10_001) },
      'messages_length',
    ],
    ['a message before its first', { seq: 0, role: 'assistant' }, 'messages_seq_positive'],
    ['two messages in one place', { seq: 2, role: 'assistant' }, 'messages_seq'],
  ])('has never %s', async (_what, message, constraint) => {
    await expect(say(message)).rejects.toMatchObject({ constraint });
  });

  it('has never two answers of one turn', async () => {
    await expect(say({ seq: 4, role: 'assistant', turnId: hold.turnId })).rejects.toMatchObject({
      constraint: 'messages_once',
    });
  });

  it('has room for a question of 10,000 characters and a longer answer', async () => {
    await say({ seq: 5, role: 'user', content: '😀'.repeat(10_000) });
    await say({ seq: 6, role: 'assistant', content: 'x'.repeat(100_000) });

    expect(await countLeft()).toEqual([5, 2]);
  });
});
