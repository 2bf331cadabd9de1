import { v7 as uuid } from 'uuid';
import type { DataSource } from 'typeorm';
import { Message } from '../../src/conversation/message.entity.js';
import { MessageRepository } from '../../src/conversation/message.repository.js';
import type { Hold } from '../../src/chat/turn.repository.js';
import type { OwnedConversation } from '../../src/conversation/owned-by.js';
import { DatabaseClient } from '../../src/database/database.client.js';
import {
  aDevice,
  aPrimaryTurn,
  aTurn,
  aTurnIn,
  aUser,
  anAnswer,
  DEVICE,
} from '../support/turn-lab-factories.js';
import { openDataSource, TurnLab } from '../support/turn-lab.js';

describe(MessageRepository.name, () => {
  let lab: TurnLab;
  let dataSource: DataSource;
  let messages: MessageRepository;

  beforeAll(async () => {
    lab = await TurnLab.open();
    dataSource = await openDataSource(lab.url);
    messages = new MessageRepository(dataSource.getRepository(Message), new DatabaseClient(dataSource));
  });

  afterAll(async () => {
    await dataSource.destroy();
    await lab.close();
  });

  /** A conversation of answered turns; their questions are `question`, their answers `answer`. */
  async function conversation(turns: number): Promise<Hold> {
    const first = await lab.a.start();
    await lab.a.turns.complete(first, anAnswer(), { keep: true });
    for (let turnNo = 2; turnNo <= turns; turnNo++) {
      await lab.a.turns.complete(await lab.a.start(aTurnIn(first)), anAnswer(), { keep: true });
    }
    return first;
  }

  /** The conversation as its owner asks for it. */
  const ours = ({ conversationId }: { conversationId: string }): OwnedConversation => ({
    conversationId,
    owner: DEVICE,
  });

  const seqs = (found: readonly { seq: number }[]): number[] => found.map(({ seq }) => seq);

  it('gives every field of a stored exchange', async () => {
    const turn = aTurn({ content: 'Wie geht’s? 👋', metadata: { screen: 'home' } });
    const hold = await lab.a.start(turn);
    const answer = anAnswer({
      content: 'Good.\n\n\tThank you.',
      metadata: { intent: 'small_talk', sources: [] },
      toolCalls: [{ id: 'call', name: 'clock__time', arguments: '{}' }],
      toolResults: [{ toolCallId: 'call', content: '12:00', isError: false }],
    });
    await lab.a.turns.complete(hold, answer, { keep: true });

    expect(await messages.findNewest(ours(hold), 10)).toMatchObject([
      {
        id: turn.messageId,
        seq: 1,
        role: 'user',
        content: turn.content,
        metadata: turn.metadata,
        toolCalls: null,
      },
      {
        id: answer.messageId,
        seq: 2,
        role: 'assistant',
        content: answer.content,
        metadata: answer.metadata,
        toolCalls: answer.toolCalls,
        toolResults: answer.toolResults,
        turnId: turn.turnId,
      },
    ]);
  });

  describe('findNewest', () => {
    it('gives the newest messages, oldest first', async () => {
      const line = await conversation(3);

      expect(seqs(await messages.findNewest(ours(line), 3))).toEqual([4, 5, 6]);
      expect(seqs(await messages.findNewest(ours(line), 100))).toEqual([1, 2, 3, 4, 5, 6]);
    });

    it('gives nothing for a conversation without messages', async () => {
      expect(await messages.findNewest(ours({ conversationId: uuid() }), 10)).toEqual([]);
    });
  });

  describe('findPage', () => {
    it.each([
      ['from the beginning', { limit: 2, offset: 0 }, [1, 2, 3]],
      ['from an offset', { limit: 2, offset: 3 }, [4, 5, 6]],
      ['past the end', { limit: 2, offset: 6 }, []],
      ['before a message, its nearest neighbours', { limit: 2, offset: 0, beforeSeq: 6 }, [3, 4, 5]],
      ['before the first message', { limit: 2, offset: 0, beforeSeq: 1 }, []],
      ['after a message', { limit: 2, offset: 0, afterSeq: 2 }, [3, 4, 5]],
      ['after the last message', { limit: 2, offset: 0, afterSeq: 6 }, []],
      ['after a place that is empty', { limit: 10, offset: 0, afterSeq: 0 }, [1, 2, 3, 4, 5, 6]],
    ])('reads %s, and one message more where there is one', async (_where, page, expected) => {
      const line = await conversation(3);

      expect(seqs(await messages.findPage(ours(line), page))).toEqual(expected);
    });

    it('reads over the gap that a failed turn leaves', async () => {
      const hold = await lab.a.start();
      await lab.a.turns.fail(hold, 'agent_failed', { keep: true });
      await lab.a.accept(aTurnIn(hold));

      expect(seqs(await messages.findPage(ours(hold), { limit: 10, offset: 0 }))).toEqual([1, 3]);
    });

    it('reads no message of another conversation', async () => {
      const [one, other] = [await conversation(1), await conversation(1)];

      const found = await messages.findPage(ours(one), { limit: 10, offset: 0 });

      expect(found.filter(({ conversationId }) => conversationId === other.conversationId)).toEqual([]);
      expect(found).toHaveLength(2);
    });
  });

  describe('findTail', () => {
    it('brings along what an answer asked of tools, and what they said', async () => {
      const asked = {
        toolCalls: [{ id: 'call', name: 'clock__time', arguments: '{"zone":"UTC"}' }],
        toolResults: [{ toolCallId: 'call', content: '12:00', isError: false }],
      };
      const hold = await lab.a.start();
      await lab.a.turns.complete(hold, anAnswer(asked), { keep: true });
      const told = [
        { seq: 1, role: 'user', content: 'question' },
        { seq: 2, role: 'assistant', content: 'answer', ...asked },
      ];

      const accepted = await lab.b.accept(aTurnIn(hold));

      expect(accepted.tail).toEqual(told);
      expect((await lab.b.turns.readTurn(accepted))?.tail).toEqual(told);
      expect(await messages.findTail(ours(hold), 3, 10)).toEqual(told);
    });

    it('rebuilds from the database alone what the next turn is told', async () => {
      const line = await conversation(3);
      await lab.a.turns.complete(
        await lab.a.start(aTurnIn(line)),
        anAnswer({ metadata: { intent: 'blocked' } }),
        { keep: true },
      );
      const accepted = await lab.a.accept(aTurnIn(line));

      const rebuilt = await messages.findTail(ours(line), 2 * accepted.turnNo - 1, 100);

      expect(rebuilt).toEqual(accepted.tail);
      expect(seqs(rebuilt)).toEqual([1, 2, 3, 4, 5, 6]);
      expect((await lab.b.turns.readTurn(accepted))?.tail).toEqual(rebuilt);
    });

    it.each([
      [7, 3, [4, 5, 6]],
      [4, 2, [2, 3]],
      [1, 10, []],
      [7, 0, []],
    ])('before message %i gives at most %i messages, the newest ones', async (before, size, expected) => {
      const line = await conversation(3);

      expect(seqs(await messages.findTail(ours(line), before, size))).toEqual(expected);
    });
  });

  describe.each<[string, (conversation: OwnedConversation) => Promise<readonly { seq: number }[]>]>([
    ['findNewest', (conversation) => messages.findNewest(conversation, 10)],
    ['findPage', (conversation) => messages.findPage(conversation, { limit: 10, offset: 0 })],
    [
      'findPage backwards',
      (conversation) => messages.findPage(conversation, { limit: 10, offset: 0, beforeSeq: 9 }),
    ],
    ['findTail', (conversation) => messages.findTail(conversation, 9, 10)],
  ])('%s', (_name, read) => {
    it('gives a user what was said in a conversation of theirs', async () => {
      const owner = aUser();
      const { conversationId } = await lab.a.accept(aPrimaryTurn(owner));

      expect(seqs(await read({ conversationId, owner }))).toEqual([1]);
    });

    it.each([
      ['another device', aDevice()],
      ['a user of the same id', { ...DEVICE, kind: 'user' as const }],
    ])('gives %s nothing', async (_who, owner) => {
      const { conversationId } = await conversation(1);

      expect(await read({ conversationId, owner })).toEqual([]);
    });

    it('gives nothing of an erased conversation, whatever is still there', async () => {
      const line = await conversation(1);
      await lab.a.query(
        'UPDATE conversations SET deleted_at = clock_timestamp(), device_id = NULL WHERE id = $1',
        [line.conversationId],
      );

      expect(await read(ours(line))).toEqual([]);
    });

    it('gives a device nothing of a Messenger conversation', async () => {
      const owner = aDevice();
      const { conversationId } = await lab.a.accept(aTurn({ owner }));
      await lab.a.query(`UPDATE conversations SET platform = 'messenger' WHERE id = $1`, [conversationId]);

      expect(await read({ conversationId, owner })).toEqual([]);
    });
  });
});
