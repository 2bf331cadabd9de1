import { acceptExisting } from '../../src/chat/accept-statements.js';
import { aTurnIn, anAnswer } from '../support/turn-lab-factories.js';
import { mutant } from '../support/turn-lab-replica.js';
import {
  forAFailedQuestion,
  forAnAnswer,
  forAnAnswerAndAFailure,
  forAnImport,
  forAReopenedTurn,
  type Wait,
} from '../support/turn-lab-waits.js';
import { TurnLab } from '../support/turn-lab.js';

const ACCEPT = acceptExisting('device_id');
const SEEN_NUMBER = 'seen.last_turn_no + 1 = c.last_turn_no AND ';
const SEEN_ANSWER = ' AND seen.answered_turn_no = c.answered_turn_no';
const SEEN_REVISION = ' AND seen.revision = c.revision';

const seqs = (tail: readonly { seq: number }[] | null | undefined): number[] | undefined =>
  tail?.map(({ seq }) => seq);

describe('an accept that waited for the conversation', () => {
  let lab: TurnLab;

  beforeAll(async () => {
    lab = await TurnLab.open();
  });

  afterAll(() => lab.close());

  it('claims the line that an answer has just freed', async () => {
    expect(await forAnAnswer(lab, lab.b.turns)).toMatchObject({ isClaimed: true, turnNo: 2, leaseEpoch: 2 });
  });

  it('does not claim a line that was empty when it came and is not any more', async () => {
    const hold = await lab.a.start();
    await lab.a.turns.complete(hold, anAnswer(), { keep: true });

    const [accepted] = await lab.interleave({
      first: () => lab.a.start(aTurnIn(hold)),
      waiting: [() => lab.b.turns.accept(aTurnIn(hold))],
    });

    expect(accepted).toMatchObject({ isClaimed: false, turnNo: 3, leaseEpoch: 2 });
  });

  it.each<[string, Wait, number[], number[]]>([
    ['the answer that it waited for', forAnAnswer, [1], [1, 2]],
    ['an answer behind which a turn failed', forAnAnswerAndAFailure, [1, 3], [1, 2, 3]],
    ['a question that failed meanwhile', forAFailedQuestion, [1], [1, 3]],
    ['the answer of a turn that was reopened', forAReopenedTurn, [1], [1, 2]],
    ['an imported answer', forAnImport, [1, 3, 4], [1, 2, 3, 4]],
  ])('brings a tail without %s and says so', async (_missing, wait, brought, current) => {
    const accepted = await wait(lab, lab.b.turns);

    if (!accepted || accepted === 'known') throw new Error('not accepted');
    expect(accepted.isClaimed).toBe(true);
    expect(seqs(accepted.tail)).toEqual(brought);
    expect(accepted.isTailCurrent).toBe(false);
    expect(seqs((await lab.b.turns.readTurn(accepted))?.tail)).toEqual(current);
  });

  it('brings the current tail where nothing came between', async () => {
    const hold = await lab.a.start();
    await lab.a.turns.complete(hold, anAnswer(), { keep: true });

    const accepted = await lab.b.accept(aTurnIn(hold));

    expect(accepted).toMatchObject({ isClaimed: true, isTailCurrent: true });
    expect(seqs(accepted.tail)).toEqual([1, 2]);
  });

  it('brings no tail for a turn that somebody else will run', async () => {
    const hold = await lab.a.start();

    expect(await lab.b.accept(aTurnIn(hold))).toMatchObject({ isClaimed: false, tail: [] });
  });

  it.each([
    ['anything', /seen\.last_turn_no.*AS tail_is_current/g, 'true AS tail_is_current', forAnAnswer],
    ['the newest answer', SEEN_ANSWER, '', forAnAnswerAndAFailure],
    ['the newest answer, done or not', SEEN_ANSWER, '', forAReopenedTurn],
    ['the newest question', SEEN_NUMBER, '', forAFailedQuestion],
    ['the revision', SEEN_REVISION, '', forAnImport],
  ])(
    'would take a stale tail for current if it did not compare %s',
    async (_what, part, replacement, wait) => {
      const turns = lab.b.turnsWith(mutant(ACCEPT, part, replacement));

      expect(await wait(lab, turns)).toMatchObject({ isClaimed: true, isTailCurrent: true });
    },
  );
});

describe('a claim that waited for the conversation', () => {
  let lab: TurnLab;

  beforeAll(async () => {
    lab = await TurnLab.open();
  });

  afterAll(() => lab.close());

  it('takes a turn that was accepted after it was sent, and reads it whole', async () => {
    const hold = await lab.a.start();
    const next = aTurnIn(hold);
    await lab.a.expireLease(hold);

    const [claimed] = await lab.interleave({
      first: () => lab.a.lock(hold),
      waiting: [() => lab.b.turns.claim(hold.conversationId, 'run')],
      meanwhile: async () => {
        await lab.a.turns.complete(hold, anAnswer(), { keep: true });
        await lab.a.accept(next);
        await lab.a.expireLease(hold);
      },
    });

    expect(claimed).toMatchObject({ turnNo: 2, leaseEpoch: 3, starts: 2 });
    const turn = claimed && (await lab.b.turns.readTurn(claimed));
    expect(turn).toMatchObject({ turnId: next.turnId, question: next.content });
    expect(seqs(turn?.tail)).toEqual([1, 2]);
  });
});
