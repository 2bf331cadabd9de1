import { type GraphFailureKind, noAnswer } from './graph-failure.js';
import { PageBreaker } from './page-breaker.js';
import type { SendOutcome } from './send-api.client.js';

const NO_USE = { percent: 0, regainMs: 0 };
const sent: SendOutcome = { messageId: 'm_1', failure: null, usage: NO_USE };
const failed = (kind: GraphFailureKind, facts: object = {}): SendOutcome => ({
  messageId: null,
  failure: { ...noAnswer('code'), kind, isOutage: kind === 'transient', ...facts },
  usage: NO_USE,
});

describe(PageBreaker.name, () => {
  let told: string[];
  let calls: number;
  let breaker: PageBreaker;

  beforeEach(() => {
    jest.useFakeTimers({ now: 0 });
    told = [];
    calls = 0;
    breaker = new PageBreaker({
      opened: (code) => told.push(`opened: ${code}`),
      closed: () => told.push('closed'),
    });
  });
  afterEach(() => jest.useRealTimers());

  const run = (outcome: SendOutcome): Promise<SendOutcome> =>
    breaker.run(async () => {
      calls += 1;
      return outcome;
    });

  async function open(): Promise<void> {
    for (let failures = 0; failures < 5; failures += 1) await run(failed('transient'));
  }

  it('lets everything through until five outages in a row', async () => {
    for (let failures = 0; failures < 4; failures += 1) await run(failed('transient'));
    expect(breaker.state()).toBe('clear');

    await run(failed('transient'));

    expect(breaker.state()).toBe('waiting');
    expect(told).toEqual(['opened: code']);
  });

  it('does not count what concerns one person', async () => {
    for (let failures = 0; failures < 10; failures += 1) await run(failed('recipient-unavailable'));

    expect(breaker.state()).toBe('clear');
  });

  it('refuses at once while it is open, without a call', async () => {
    await open();

    const outcome = await run(sent);

    expect(calls).toBe(5);
    expect(outcome.failure).toMatchObject({ kind: 'transient', code: 'breaker_open' });
  });

  it('lets one probe through after 30 s, and everything once that succeeds', async () => {
    await open();
    jest.advanceTimersByTime(30_000);
    expect(breaker.state()).toBe('probing');

    await run(sent);

    expect(breaker.state()).toBe('clear');
    expect(told).toEqual(['opened: code', 'closed']);
  });

  it('waits another 30 s after a probe that fails, and says nothing anew', async () => {
    await open();
    jest.advanceTimersByTime(30_000);

    await run(failed('transient'));

    expect(breaker.state()).toBe('waiting');
    jest.advanceTimersByTime(30_000);
    expect(breaker.state()).toBe('probing');
    expect(told).toEqual(['opened: code']);
  });

  it.each([
    ['auth', 600_000],
    ['blocked', 3_600_000],
  ] as const)('waits longer where somebody has to do something: %s, %s ms', async (kind, ms) => {
    for (let failures = 0; failures < 5; failures += 1) await run(failed(kind, { isOutage: true }));
    jest.advanceTimersByTime(ms - 1000);
    expect(breaker.state()).toBe('waiting');

    jest.advanceTimersByTime(1000);

    expect(breaker.state()).toBe('probing');
  });

  it('probes with one call at a time', async () => {
    await open();
    jest.advanceTimersByTime(30_000);
    const probe = Promise.withResolvers<SendOutcome>();
    const first = breaker.run(() => probe.promise);

    expect(breaker.state()).toBe('waiting');
    expect((await run(sent)).failure).toMatchObject({ code: 'breaker_open' });
    probe.resolve(sent);
    await first;
    expect(breaker.state()).toBe('clear');
  });

  it('waits as long as Meta says where there were too many calls', async () => {
    await run(failed('throttle', { retryAfterMs: 120_000 }));
    jest.advanceTimersByTime(119_000);
    expect(breaker.state()).toBe('waiting');

    jest.advanceTimersByTime(1000);

    expect(breaker.state()).toBe('clear');
  });

  it('waits where the allowance is used up, though the message went out', async () => {
    await run({ ...sent, usage: { percent: 100, regainMs: 60_000 } });

    expect(breaker.state()).toBe('waiting');
  });
});
