import { v7 as uuid } from 'uuid';
import { RegenerationRepository } from '../../src/chat/regeneration.repository.js';
import type { Stretch } from '../../src/memory/summary.repository.js';
import { MADE, NEXT, SummaryLab } from '../support/summary-lab.js';
import { aTurnIn, anAnswer, DEVICE } from '../support/turn-lab-factories.js';

describe('a summary', () => {
  let summaries: SummaryLab;

  beforeAll(async () => {
    summaries = await SummaryLab.open();
  });
  afterAll(() => summaries.close());

  describe('with the tail', () => {
    it('comes along with an accept that reads it, and with a turn that is read', async () => {
      const line = await summaries.conversation(4);
      await summaries.here.keep(line, MADE, null);

      const accepted = await summaries.lab.b.accept(aTurnIn(line));

      expect(accepted.summary).toEqual(MADE);
      expect((await summaries.lab.c.turns.readTurn(accepted))?.summary).toEqual(MADE);
    });

    it('does not come along of another revision, or where nobody claims', async () => {
      const line = await summaries.conversation(4);
      await summaries.here.keep(line, MADE, null);
      const accepted = await summaries.lab.b.accept(aTurnIn(line));
      const behind = await summaries.lab.b.accept(aTurnIn(line));
      await summaries.lab.c.query('UPDATE conversations SET revision = 1 WHERE id = $1', [
        line.conversationId,
      ]);

      expect(behind.summary).toBeNull();
      expect((await summaries.lab.c.turns.readTurn(accepted))?.summary).toBeNull();
    });

    it('does not come along for a question that it covers', async () => {
      const line = await summaries.conversation(4);
      await summaries.here.keep(line, MADE, null);
      const hold = { conversationId: line.conversationId, leaseEpoch: 1 };

      expect((await summaries.lab.c.turns.readTurn({ ...hold, turnNo: 3 }))?.summary).toEqual(MADE);
      expect((await summaries.lab.c.turns.readTurn({ ...hold, turnNo: 2 }))?.summary).toBeNull();
    });
  });

  describe('when messages change outside a turn', () => {
    async function answeredAgain(line: Stretch): Promise<boolean> {
      const regenerations = new RegenerationRepository(summaries.lab.b.database);
      const { conversationId } = line;
      const [answer] = await summaries.lab.c.query<{ id: string }>(
        'SELECT id FROM messages WHERE conversation_id = $1 ORDER BY seq DESC LIMIT 1',
        [conversationId],
      );
      const messageId = answer?.id ?? '';
      const hold = await regenerations.begin(messageId, DEVICE, 60_000);
      const turn = hold && (await summaries.lab.b.turns.readTurn(hold));
      return turn ? regenerations.replace({ ...turn, runToken: 'run' }, anAnswer({ messageId })) : false;
    }

    it('goes on where the last answer is given again behind it', async () => {
      const line = await summaries.conversation(3);
      await summaries.here.keep(line, MADE, null);

      expect(await answeredAgain(line)).toBe(true);
      expect(await summaries.here.find({ ...line, revision: 1 }, 100)).toEqual(MADE);
    });

    it('counts no more where it covers the answer that is given again', async () => {
      const line = await summaries.conversation(3);
      await summaries.here.keep(line, NEXT, null);

      expect(await answeredAgain(line)).toBe(true);
      expect(await summaries.here.find({ ...line, revision: 1 }, 100)).toBeNull();
    });

    it.each<[string, number, boolean]>([
      ['goes on where messages are imported behind it', 9, true],
      ['counts no more where they are imported into what it covers', 2, false],
    ])('%s', async (_what, turnNo, goesOn) => {
      const line = await summaries.conversation(4);
      await summaries.lab.c.query('DELETE FROM messages WHERE conversation_id = $1 AND seq IN (3, 4)', [
        line.conversationId,
      ]);
      await summaries.here.keep(line, MADE, null);

      const imported = { id: uuid(), turnNo, role: 'user' as const, content: 'hi', createdAt: new Date(0) };
      await summaries.messages.bulkCreate(line.conversationId, [imported]);

      expect(await summaries.here.find({ ...line, revision: 1 }, 100)).toEqual(goesOn ? MADE : null);
    });

    const midOf = async ({ conversationId }: Stretch): Promise<string> => {
      const [row] = await summaries.lab.c.query<{ mid: string }>(
        `SELECT metadata->>'mid' AS mid FROM messages WHERE conversation_id = $1 AND seq = 1`,
        [conversationId],
      );
      return row?.mid ?? '';
    };

    it('is gone at once where it may tell what was unsent', async () => {
      const line = await summaries.conversation(4);
      await summaries.here.keep(line, MADE, null);

      await summaries.messages.updateRedacted(DEVICE, await midOf(line));

      expect(await summaries.stored(line)).toEqual([]);
    });

    it('is gone even if it was stored while that waited', async () => {
      const line = await summaries.conversation(4);
      const mid = await midOf(line);

      await summaries.lab.interleave({
        first: () => summaries.here.keep(line, MADE, null),
        waiting: [() => summaries.messages.updateRedacted(DEVICE, mid)],
      });

      expect(await summaries.stored(line)).toEqual([]);
    });

    it('stays where nothing was unsent', async () => {
      const line = await summaries.conversation(4);
      await summaries.here.keep(line, MADE, null);

      await summaries.messages.updateRedacted(DEVICE, 'never seen');

      expect(await summaries.stored(line)).toEqual([{ text: MADE.text, revision: '0' }]);
    });
  });

  it('goes with a conversation that was erased by a release that knew of none', async () => {
    const [line, other] = [await summaries.conversation(4), await summaries.conversation(4)];
    await summaries.here.keep(line, MADE, null);
    await summaries.here.keep(other, MADE, null);
    await summaries.lab.c.query(
      'UPDATE conversations SET deleted_at = clock_timestamp(), device_id = NULL WHERE id = $1',
      [line.conversationId],
    );

    await summaries.conversations.updatePurged(line.conversationId);
    await summaries.conversations.updatePurged(other.conversationId);

    expect(await summaries.stored(line)).toEqual([]);
    expect(await summaries.stored(other)).toHaveLength(1);
  });
});
