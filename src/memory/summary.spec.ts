import type { TailMessage } from '../conversation/message-tail.js';
import { foldThrough, type Remembered } from './summary.js';

/** Messages `from` to `to`, of which the ones up to `covered` are in the summary. */
function said(from: number, to: number, covered: number | null = null): Remembered {
  const messages = Array.from({ length: to - from + 1 }, (_, index): TailMessage => {
    const seq = from + index;
    return { seq, role: seq % 2 === 1 ? 'user' : 'assistant', content: String(seq) };
  });
  return { summary: covered === null ? null : { text: 'Before.', throughSeq: covered }, messages };
}

describe(foldThrough.name, () => {
  it.each<[string, Remembered, number, number, number | null]>([
    ['not fold a window that is not full', said(1, 8), 4, 10, null],
    ['fold all but the last turn of a full window', said(1, 10), 5, 10, 8],
    ['look at the newest messages alone', said(1, 12), 6, 10, 10],
    ['wait while the summary reaches into the window', said(3, 12, 8), 6, 10, null],
    ['wait while it covers what leaves the window next', said(7, 16, 8), 8, 10, null],
    ['fold again once it does not', said(9, 18, 8), 9, 10, 16],
    ['fold where one place is left in the window', said(1, 4), 2, 5, 2],
    ['fold what has left the window unfolded', said(91, 100, 8), 50, 10, 98],
    ['leave the last turn alone where the window is one turn', said(1, 2), 1, 2, null],
    ['fold every turn behind a window of one message', said(4, 4), 2, 1, 2],
    ['fold nothing where nothing is remembered', said(1, 10), 5, 0, null],
    ['fold nothing of an empty conversation', { summary: null, messages: [] }, 1, 10, null],
  ])('tells to %s', (_what, remembered, turnNo, size, expected) => {
    expect(foldThrough(remembered, turnNo, size)).toBe(expected);
  });

  it.each([4, 5, 6, 7, 10, 51])('has a turn’s time before a message leaves a window of %d', (size) => {
    let coveredSeq = 0;
    for (let turnNo = 1; turnNo <= 200; turnNo += 1) {
      const oldestSeq = Math.max(1, 2 * turnNo - size + 1);
      const window = said(oldestSeq, 2 * turnNo, coveredSeq);

      expect(coveredSeq).toBeGreaterThanOrEqual(oldestSeq - 1);

      coveredSeq = foldThrough(window, turnNo, size) ?? coveredSeq;
    }
  });
});
