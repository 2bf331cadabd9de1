import fc from 'fast-check';
import { argumentsOf, callsOf, functionName, resultOf } from './tool-call.js';

const call = (id: string, name = 'shop__add') => ({ id, name, arguments: '{}' });

describe(callsOf.name, () => {
  it('keeps the ids of the endpoint, as long as each is used once in a turn', () => {
    const taken = new Set<string>();

    const rounds = [
      [call('a'), call('b')],
      [call('a'), call('')],
    ].map((round) => callsOf(round, taken));

    expect(rounds.flat().map(({ id }) => id)).toEqual(['a', 'b', 'call_3', 'call_4']);
  });

  it('gives every call an id of its own that the protocol allows, whatever the endpoint says', () => {
    const ids = fc.oneof(fc.string(), fc.constantFrom('call_1', 'call_2', ' ', 'é', 'x'.repeat(65)));
    fc.assert(
      fc.property(fc.array(fc.array(ids, { maxLength: 8 }), { maxLength: 4 }), (rounds) => {
        const taken = new Set<string>();
        const given = rounds
          .flatMap((round) =>
            callsOf(
              round.map((id) => call(id)),
              taken,
            ),
          )
          .map(({ id }) => id);

        expect(new Set(given).size).toBe(given.length);
        for (const id of given) expect(id).toMatch(/^[!-~]{1,64}$/);
      }),
    );
  });
});

describe(functionName.name, () => {
  it.each([
    ['shop__add', 'shop__add'],
    ['shop__add.two numbers!', 'shop__add_two_numbers_'],
    ['', 'unknown'],
    ['x'.repeat(70), 'x'.repeat(64)],
  ])('makes %j a name that the protocol allows', (name, cleaned) => {
    expect(functionName(name)).toBe(cleaned);
  });
});

describe(argumentsOf.name, () => {
  it.each([
    ['', {}],
    [' \n', {}],
    ['{"a":1}', { a: 1 }],
    [`{"a":"${'\u{1F600}'.repeat(15_000)}"}`, expect.any(Object)],
  ])('reads %.20j', (text, value) => {
    expect(argumentsOf(text)).toEqual(value);
  });

  it.each(['[1]', 'null', '7', '"a"', '{"a":', 'undefined', `{"a":"${'x'.repeat(16_000)}"}`])(
    'takes %.20j for no arguments',
    (text) => {
      expect(argumentsOf(text)).toBeNull();
    },
  );
});

describe(resultOf.name, () => {
  it('cuts a result at 16,000 characters, and says so', () => {
    const { content } = resultOf({ ...call('a') }, '\u{1F600}'.repeat(16_001), { isError: false });

    expect(content).toBe(`${'\u{1F600}'.repeat(16_000)}\n[cut here, it goes on]`);
  });
});
