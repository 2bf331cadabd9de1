import { v7 as uuid } from 'uuid';
import type { Summary } from '../../src/memory/summary.js';
import { type Stretch, SummaryRepository } from '../../src/memory/summary.repository.js';
import { MADE, NEXT, SummaryLab } from '../support/summary-lab.js';
import { aTurn, aTurnIn, aUser, anAnswer, DEVICE } from '../support/turn-lab-factories.js';

describe(SummaryRepository.name, () => {
  let summaries: SummaryLab;

  beforeAll(async () => {
    summaries = await SummaryLab.open();
  });
  afterAll(() => summaries.close());

  describe('findUnfolded', () => {
    it('gives what is not covered yet, oldest first, and the summary before it', async () => {
      const line = await summaries.conversation(4);
      const nothing = await summaries.here.findUnfolded(line);
      await summaries.here.keep(line, MADE, null);

      expect(nothing?.summary).toBeNull();
      expect(nothing?.messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(await summaries.here.findUnfolded(line)).toEqual({
        summary: MADE,
        messages: [
          { seq: 5, role: 'user', content: 'question 3' },
          { seq: 6, role: 'assistant', content: 'answer' },
        ],
      });
    });

    it('gives the beginning of what is long, and nothing that is blocked', async () => {
      const first = aTurn({ content: 'x'.repeat(9000) });
      await summaries.lab.a.turns.complete(await summaries.lab.a.start(first), anAnswer(), { keep: true });
      const blocked = anAnswer({ metadata: { intent: 'blocked' } });
      await summaries.lab.a.turns.complete(await summaries.lab.a.start(aTurnIn(first)), blocked, {
        keep: true,
      });
      const { conversationId } = first;

      const found = await summaries.here.findUnfolded({
        conversationId,
        owner: DEVICE,
        revision: 0,
        throughSeq: 4,
      });

      expect(found?.messages.map(({ seq, content }) => [seq, content.length])).toEqual([
        [1, 2000],
        [2, 6],
      ]);
    });

    it.each<[string, Partial<Stretch>]>([
      ['another owner', { owner: { kind: 'device', id: 'another' } }],
      ['an owner of another kind', { owner: { kind: 'user', id: DEVICE.id } }],
      ['another revision', { revision: 1 }],
      ['another conversation', { conversationId: uuid() }],
    ])('gives nothing for %s, and nothing is kept for it', async (_what, changed) => {
      const line = await summaries.conversation(3);
      const asked = { ...line, ...changed };

      expect(await summaries.here.findUnfolded(asked)).toBeNull();
      expect(await summaries.here.keep(asked, MADE, null)).toBe(false);
      expect(await summaries.here.find(asked, 100)).toBeNull();
      expect(await summaries.stored(line)).toEqual([]);
    });

    it('serves users too', async () => {
      const line = await summaries.conversation(3, aUser());

      expect((await summaries.here.findUnfolded(line))?.messages).toHaveLength(4);
      expect(await summaries.here.keep(line, MADE, null)).toBe(true);
      expect(await summaries.here.find(line, 100)).toEqual(MADE);
    });
  });

  describe('keep', () => {
    it('keeps one of two who fold the same at once, and neither waits for a third', async () => {
      const line = await summaries.conversation(4);

      const kept = await summaries.lab.interleave({
        first: () => summaries.here.keep(line, MADE, null),
        waiting: [() => summaries.there.keep(line, { ...MADE, text: 'Other words.' }, null)],
      });

      expect(kept).toEqual([false]);
      expect(await summaries.stored(line)).toMatchObject([{ text: MADE.text }]);
    });

    it.each<[string, Summary | null, boolean]>([
      ['goes on from what is there', MADE, true],
      ['goes not on from less', { text: 'Before.', throughSeq: 2 }, false],
      ['does not begin anew', null, false],
    ])('%s', async (_what, previous, isKept) => {
      const line = await summaries.conversation(4);
      await summaries.here.keep(line, MADE, null);

      expect(await summaries.there.keep(line, NEXT, previous)).toBe(isKept);
      expect(await summaries.stored(line)).toMatchObject([{ text: isKept ? NEXT.text : MADE.text }]);
    });

    it('keeps nothing of messages that have changed while it was made', async () => {
      const line = await summaries.conversation(4);

      const kept = await summaries.lab.interleave({
        first: () =>
          summaries.lab.a.query('UPDATE conversations SET revision = revision + 1 WHERE id = $1', [
            line.conversationId,
          ]),
        waiting: [() => summaries.there.keep(line, MADE, null)],
      });

      expect(kept).toEqual([false]);
      expect(await summaries.stored(line)).toEqual([]);
    });

    it('keeps nothing of a conversation that was erased while it was made', async () => {
      const line = await summaries.conversation(4);
      await summaries.here.keep(line, MADE, null);
      await summaries.conversations.erase(line.conversationId, DEVICE);

      expect(await summaries.there.keep(line, NEXT, MADE)).toBe(false);
      expect(await summaries.stored(line)).toEqual([]);
    });

    it('keeps nothing that an erasure would not see', async () => {
      const line = await summaries.conversation(4);

      const [isErased] = await summaries.lab.interleave({
        first: () => summaries.here.keep(line, MADE, null),
        waiting: [() => summaries.conversations.erase(line.conversationId, DEVICE)],
      });

      expect([isErased, await summaries.stored(line)]).toEqual([true, []]);
    });

    it('takes the place of one that does not count any more', async () => {
      const line = await summaries.conversation(4);
      await summaries.here.keep(line, NEXT, null);
      await summaries.lab.c.query('UPDATE conversations SET revision = 1 WHERE id = $1', [
        line.conversationId,
      ]);
      const changed = { ...line, revision: 1 };

      expect((await summaries.here.findUnfolded(changed))?.summary).toBeNull();
      expect(await summaries.here.keep(changed, MADE, null)).toBe(true);
      expect(await summaries.stored(line)).toEqual([{ text: MADE.text, revision: '1' }]);
    });
  });
});
