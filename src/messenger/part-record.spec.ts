import { type GraphFailureKind, noAnswer } from './graph-failure.js';
import { failureRecord, pauseMs } from './part-record.js';

const plan = { attempts: 1, maxRetries: 3, random: 0.5 };
const failure = (kind: GraphFailureKind) => ({ ...noAnswer('code'), kind });

describe(failureRecord.name, () => {
  it.each<[GraphFailureKind, string]>([
    ['transient', 'pending'],
    ['throttle', 'pending'],
    ['auth', 'pending'],
    ['permission', 'pending'],
    ['blocked', 'pending'],
    ['ambiguous', 'unknown'],
    ['window-closed', 'parked'],
    ['thread-not-owned', 'parked'],
    ['recipient-unavailable', 'dead'],
    ['bad-recipient', 'dead'],
    ['bad-request', 'dead'],
    ['permanent', 'dead'],
  ])('makes of %s a part that is %s', (kind, state) => {
    expect(failureRecord(failure(kind), plan)).toMatchObject({ state, errorCode: 'code' });
  });

  it('waits as long as Meta says where that is longer', () => {
    const throttled = { ...failure('throttle'), retryAfterMs: 600_000 };

    expect(failureRecord(throttled, plan).delayMs).toBe(600_000);
  });
});

describe(pauseMs.name, () => {
  it('is 1, 2, 4 s, then 30 s, doubled up to 10 min', () => {
    const pauses = Array.from({ length: 9 }, (_, n) => pauseMs({ ...plan, attempts: n + 1 }));

    expect(pauses).toEqual([1000, 2000, 4000, 30_000, 60_000, 120_000, 240_000, 480_000, 600_000]);
  });

  it('is spread by a quarter to both sides', () => {
    expect([0, 1].map((random) => pauseMs({ ...plan, random }))).toEqual([750, 1250]);
  });
});
