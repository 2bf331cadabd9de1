import { setImmediate as nextTurn } from 'node:timers/promises';
import { LineBatch } from './line-batch.js';

function scene() {
  const pieces: string[] = [];
  return { pieces, batch: new LineBatch({ write: (piece) => void pieces.push(piece) }) };
}

describe(LineBatch.name, () => {
  it('hands on what was written in one turn of the event loop in one piece, in order', async () => {
    const { pieces, batch } = scene();

    batch.write('1\n');
    batch.write('2\n');
    await nextTurn();
    batch.write('3\n');
    await nextTurn();

    expect(pieces).toEqual(['1\n2\n', '3\n']);
  });

  it('hands on what waits when it is told to, and once only', async () => {
    const { pieces, batch } = scene();

    batch.write('last words\n');
    batch.passOn();
    await nextTurn();

    expect(pieces).toEqual(['last words\n']);
  });
});
