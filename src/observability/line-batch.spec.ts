import { FULL_CHARACTERS, LineBatch, WAIT_MS } from './line-batch.js';

function scene() {
  const pieces: string[] = [];
  return { pieces, batch: new LineBatch({ write: (piece) => void pieces.push(piece) }) };
}

describe(LineBatch.name, () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('hands on what was written within the wait in one piece, in order', () => {
    const { pieces, batch } = scene();

    batch.write('1\n');
    jest.advanceTimersByTime(WAIT_MS - 1);
    batch.write('2\n');
    jest.advanceTimersByTime(1);
    batch.write('3\n');
    jest.advanceTimersByTime(WAIT_MS);

    expect(pieces).toEqual(['1\n2\n', '3\n']);
  });

  it('hands on what waits when it is told to, and once only', () => {
    const { pieces, batch } = scene();

    batch.write('last words\n');
    batch.passOn();
    jest.advanceTimersByTime(WAIT_MS);

    expect(pieces).toEqual(['last words\n']);
  });

  it('does not wait once much has come together', () => {
    const { pieces, batch } = scene();
    const long = 'x'.repeat(FULL_CHARACTERS);

    batch.write('1\n');
    batch.write(long);
    batch.write('2\n');

    expect(pieces).toEqual([`1\n${long}`]);
    jest.advanceTimersByTime(WAIT_MS);
    expect(pieces).toEqual([`1\n${long}`, '2\n']);
  });
});
