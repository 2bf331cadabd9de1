import type { TailMessage } from '../../src/conversation/message-tail.js';
import type { Hold } from '../../src/chat/turn.repository.js';
import { aTurn, aTurnIn, anAnswer } from '../support/turn-lab-factories.js';
import { TurnLab } from '../support/turn-lab.js';

const MEMORY_SIZE = 4;

/** How the turns of a conversation end, in their order. */
type Ending = 'answered' | 'blocked' | 'failed';

describe('the tail of a conversation', () => {
  let lab: TurnLab;

  beforeAll(async () => {
    lab = await TurnLab.open({ CONVERSATION_MEMORY_SIZE: String(MEMORY_SIZE) });
  });

  afterAll(() => lab.close());

  async function end(hold: Hold, ending: Ending): Promise<void> {
    const metadata = { intent: ending === 'blocked' ? 'blocked' : 'question' };
    if (ending === 'failed') await lab.a.turns.fail(hold, 'agent_failed', { keep: true });
    else await lab.a.turns.complete(hold, anAnswer({ metadata }), { keep: true });
  }

  async function conversation(endings: readonly Ending[]): Promise<Hold> {
    const [first = 'answered', ...others] = endings;
    const hold = await lab.a.start();
    await end(hold, first);
    for (const ending of others) await end(await lab.a.start(aTurnIn(hold)), ending);
    return hold;
  }

  const seqs = (tail: readonly TailMessage[] | null | undefined): number[] | undefined =>
    tail?.map(({ seq }) => seq);

  it.each<[string, Ending[], number[]]>([
    ['holds the newest messages, oldest first', ['answered', 'answered', 'answered'], [3, 4, 5, 6]],
    ['leaves out a blocked question and its refusal', ['answered', 'blocked', 'answered'], [1, 2, 5, 6]],
    ['is empty where everything was blocked', ['blocked', 'blocked'], []],
    ['keeps a question that got no answer', ['answered', 'failed'], [1, 2, 3]],
    [
      'counts only what can be seen towards its size',
      ['answered', 'failed', 'blocked', 'blocked', 'answered'],
      [2, 3, 9, 10],
    ],
  ])('%s', async (_what, endings, expected) => {
    const line = await conversation(endings);

    const accepted = await lab.b.accept(aTurnIn(line));

    expect(accepted.isTailCurrent).toBe(true);
    expect(seqs(accepted.tail)).toEqual(expected);
    expect(seqs((await lab.b.turns.readTurn(accepted))?.tail)).toEqual(expected);
  });

  it('keeps an answer whose text alone speaks of being blocked, and what a client says about itself', async () => {
    const first = await lab.a.start(aTurn({ metadata: { intent: 'blocked' } }));
    await lab.a.turns.complete(first, anAnswer({ content: '"intent": "blocked"' }), { keep: true });

    expect(seqs((await lab.b.accept(aTurnIn(first))).tail)).toEqual([1, 2]);
  });

  it('tells role and content of every message', async () => {
    const first = await lab.a.start(aTurn({ content: 'Is it "so"?\n' }));
    await lab.a.turns.complete(first, anAnswer({ content: 'Ja — 👍' }), { keep: true });

    expect((await lab.b.accept(aTurnIn(first))).tail).toEqual([
      { seq: 1, role: 'user', content: 'Is it "so"?\n' },
      { seq: 2, role: 'assistant', content: 'Ja — 👍' },
    ]);
  });

  it('is empty for a memory of no messages', async () => {
    const forgetful = await TurnLab.open({ CONVERSATION_MEMORY_SIZE: '0' });
    try {
      const first = await forgetful.a.start();
      await forgetful.a.turns.complete(first, anAnswer(), { keep: true });

      expect((await forgetful.a.accept(aTurnIn(first))).tail).toEqual([]);
    } finally {
      await forgetful.close();
    }
  });
});
