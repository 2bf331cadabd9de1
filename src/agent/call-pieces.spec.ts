import { CallPieces } from './call-pieces.js';
import type { CallPiece } from './written-call.js';

const piece = (given: Partial<CallPiece>): CallPiece => ({
  index: null,
  id: '',
  name: '',
  arguments: '',
  ...given,
});

function together(...pieces: Partial<CallPiece>[]) {
  const calls = new CallPieces();
  for (const one of pieces) calls.add([piece(one)]);
  return calls.written();
}

describe(CallPieces.name, () => {
  it('puts numbered pieces together, however they are mixed', () => {
    expect(
      together(
        { index: 0, id: 'a', name: 'one' },
        { index: 1, id: 'b', name: 'two', arguments: '{' },
        { index: 0, arguments: '{"x"' },
        { index: 1, arguments: '}' },
        { index: 0, arguments: ':1}' },
      ),
    ).toEqual([
      { id: 'a', name: 'one', arguments: '{"x":1}' },
      { id: 'b', name: 'two', arguments: '{}' },
    ]);
  });

  it.each<[string, Partial<CallPiece>[]]>([
    ['without numbers', [{ id: 'a' }, { id: 'b' }]],
    [
      'all numbered 0',
      [
        { index: 0, id: 'a' },
        { index: 0, id: 'b' },
      ],
    ],
    ['without ids', [{ index: 0 }, { index: 0 }]],
    ['without either', [{}, {}]],
    ['under one id', [{ id: 'a' }, { id: 'a' }]],
  ])('tells whole calls of one tool apart that come %s', (_how, pieces) => {
    const whole = pieces.map((one, n) => ({ ...one, name: 'one', arguments: `{"n":${n}}` }));

    expect(together(...whole).map((call) => call.arguments)).toEqual(['{"n":0}', '{"n":1}']);
  });

  it('takes pieces without number, id and name for more of the newest call', () => {
    expect(together({ name: 'one', arguments: '{' }, { arguments: '"x":1' }, { arguments: '}' })).toEqual([
      { id: '', name: 'one', arguments: '{"x":1}' },
    ]);
  });

  it('takes an id and a name that are said with every piece for the same', () => {
    const named = { index: 0, id: 'a', name: 'one' };

    expect(together({ ...named, arguments: '{"x"' }, { ...named, arguments: ':1}' }, named)).toEqual([
      { id: 'a', name: 'one', arguments: '{"x":1}' },
    ]);
  });

  it('hears of eight calls, and of as much of one as shows that it is too long', () => {
    const many = Array.from({ length: 20 }, (_, index) => ({ index, id: `c${index}`, name: 'one' }));
    const endless = Array.from({ length: 2000 }, () => ({ index: 0, arguments: 'x'.repeat(100) }));

    expect(together(...many)).toHaveLength(8);
    expect(together(...endless)[0]?.arguments.length).toBeLessThan(33_000);
  });
});
