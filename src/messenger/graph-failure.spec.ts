import { graphFailure, noAnswer, notConnected } from './graph-failure.js';

const error = (facts: object): object => ({
  error: { message: 'An error', type: 'OAuthException', ...facts },
});

describe(graphFailure.name, () => {
  it.each([
    ['transient', 400, { code: 2 }],
    ['ambiguous', 500, { code: 2, is_transient: true }],
    ['transient', 400, { code: 2, is_transient: true }],
    ['transient', 400, { code: 1200, error_subcode: 2018024 }],
    ['ambiguous', 500, { code: 1 }],
    ['transient', 400, { code: 1 }],
    ['transient', 400, { code: 12345, is_transient: true }],
    ['ambiguous', 500, { code: 12345 }],
    ['throttle', 429, { code: 12345 }],
    ['ambiguous', 500, { code: 1, error_subcode: 1357046 }],
    ['permanent', 500, { code: 1, error_subcode: 1965014, is_transient: false }],
    ['permanent', 400, { code: 1, error_subcode: 99 }],
    ['permanent', 400, { code: 2, error_subcode: 2018344 }],
    ['throttle', 400, { code: 4 }],
    ['throttle', 400, { code: 613, error_subcode: 1996 }],
    ['throttle', 429, { code: 613 }],
    ['throttle', 400, { code: 80006 }],
    ['throttle', 400, { code: 9, error_subcode: 2018352 }],
    ['blocked', 400, { code: 613, error_subcode: 2018338 }],
    ['blocked', 400, { code: 368, error_subcode: 1404112 }],
    ['blocked', 400, { code: 10, error_subcode: 1893063 }],
    ['window-closed', 400, { code: 10, error_subcode: 2018278 }],
    ['window-closed', 400, { code: 10, error_subcode: 2018065 }],
    ['recipient-unavailable', 400, { code: 551 }],
    ['recipient-unavailable', 400, { code: 551, error_subcode: 1545041 }],
    ['recipient-unavailable', 400, { code: 200, error_subcode: 1545041 }],
    ['thread-not-owned', 400, { code: 10, error_subcode: 2018300 }],
    ['thread-not-owned', 400, { code: 2018300 }],
    ['bad-recipient', 400, { code: 100, error_subcode: 2018001 }],
    ['bad-recipient', 400, { code: 100, message: '(#100) No matching user found' }],
    ['bad-request', 400, { code: 100 }],
    ['bad-request', 400, { code: 36000 }],
    ['auth', 400, { code: 190, error_subcode: 463 }],
    ['auth', 401, { code: 102 }],
    ['permission', 400, { code: 200, error_subcode: 2018028 }],
    ['permission', 400, { code: 230 }],
    ['permission', 400, { code: 10 }],
    ['permanent', 400, { code: 12345 }],
  ])('knows %s by its codes, under HTTP %i: %j', (kind, status, facts) => {
    expect(graphFailure(status, error(facts)).kind).toBe(kind);
  });

  it.each([
    ['ambiguous', 500, undefined],
    ['ambiguous', 502, '<html>'],
    ['ambiguous', 200, { recipient_id: '1' }],
    ['ambiguous', 200, undefined],
    ['throttle', 429, undefined],
    ['permanent', 400, { error: { message: 'no code' } }],
    ['permanent', 404, undefined],
  ])('takes what names no code for %s by its status %i', (kind, status, body) => {
    expect(graphFailure(status, body)).toMatchObject({ kind, code: `http/${status}` });
  });

  it('reads an error in the body of a 200', () => {
    expect(graphFailure(200, error({ code: 36000 }))).toMatchObject({ kind: 'bad-request', code: '36000' });
  });

  it('counts what would befall every other message too, and nothing that is one person’s', () => {
    const isOutage = (facts: object): boolean => graphFailure(400, error(facts)).isOutage;

    expect([{ code: 2 }, { code: 190 }, { code: 368 }, { code: 230 }].map(isOutage)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(
      [{ code: 551 }, { code: 100 }, { code: 613 }, { code: 10, error_subcode: 2018278 }].map(isOutage),
    ).toEqual([false, false, false, false]);
  });

  it('names codes and never what Meta says in words', () => {
    const failure = graphFailure(
      400,
      error({ code: 551, error_subcode: 1545041, message: 'Anna is not here' }),
    );

    expect(failure.code).toBe('551/1545041');
    expect(JSON.stringify(failure)).not.toContain('Anna');
  });
});

describe('a call without an answer', () => {
  it('may have been heard once its bytes were written, and not before', () => {
    expect(noAnswer('ECONNRESET').kind).toBe('ambiguous');
    expect(notConnected('ECONNREFUSED').kind).toBe('transient');
  });
});
