import { Operation } from '../support/history.js';
import { FleetLog } from './harness/fleet-log.js';
import { planOf } from './harness/groups.js';
import { Ledger } from './harness/ledger.js';
import { faultOptions } from './harness/options.js';
import type { FaultOutcome } from './harness/outcome.js';
import type { End } from './harness/replica.js';
import { isKept, report } from './harness/report.js';
import { newRoom, newText } from './harness/rooms.js';
import { Targets } from './harness/targets.js';
import { findings } from './harness/verdict.js';

/** A run of ten seconds in which enough happened, and nothing bad. */
function goodRun(args: string[] = []): FaultOutcome {
  const options = faultOptions(['--seconds', '10', '--seed', '1', ...args]);
  const ledger = new Ledger();
  for (let messages = 0; messages < 10; messages += 1) {
    const room = newRoom();
    const operation = new Operation(room, newText(room));
    operation.storedAs('a turn');
    ledger.operations.push(operation);
  }
  const log = new FleetLog();
  log.noteHit('end.stored', 'kill');
  const plan = planOf(options, { canCrash: true });
  const figures = { agentCalls: 10, repeatedCalls: 0, turns: 10, recoveriesMs: [500], settledMs: 1000 };
  return { options, plan, ledger, log, strikes: new Map(), open: 0, problems: [], ...figures };
}

const END: End = {
  replica: 'replica-1',
  cause: 'asked',
  exit: { code: 0, signal: null },
  tookMs: 100,
  lastWords: 'farewell',
};

const brokenIn = (outcome: FaultOutcome): string[] =>
  findings(outcome)
    .filter(({ isKept: kept }) => kept === false)
    .map(({ what }) => what);

describe('the verdict on a run', () => {
  it('is good where enough happened, and nothing bad', () => {
    const outcome = goodRun();

    expect(brokenIn(outcome)).toEqual([]);
    expect(isKept(outcome)).toBe(true);
    expect(report(outcome)).toMatch(/Every promise is kept: 10 s, 3 replicas, with Redis, seed 1$/);
  });

  it.each([
    ['lost', 'lost: a message'],
    ['doubled', 'doubled: a message'],
    ['out of order', 'order: 2 before 1'],
    ['wrong contexts', 'context: saw something else'],
    ['foreign bytes', 'foreign: saw another'],
    ['erased, and still there', 'erased: not so'],
    ['answers that nobody may see', 'scandal: 500'],
  ])('tells what is %s', (what, problem) => {
    const outcome = { ...goodRun(), problems: [problem] };

    expect(brokenIn(outcome)).toEqual([what]);
    expect(report(outcome)).toContain(problem);
    expect(report(outcome)).toContain('NOT every promise is kept');
  });

  it('tells of turns that are open, and of exits that were not in order', () => {
    const outcome = { ...goodRun(), open: 1 };
    outcome.log.noteEnd({ ...END, exit: { code: 1, signal: null } });
    outcome.log.noteEnd({ ...END, tookMs: 1_000_000 });
    outcome.log.noteEnd({ ...END, cause: 'by itself' });
    outcome.log.noteEnd(END);

    expect(
      findings(outcome)
        .filter(({ isKept: kept }) => kept === false)
        .map(({ what, figure }) => `${what}: ${figure}`),
    ).toEqual([
      'open 30 s after the last heal: 1',
      'replicas that ended by themselves: 1',
      'SIGTERM: not 0, or too late: 2',
    ]);
  });

  it('takes a run in which nothing happened for no proof', () => {
    const outcome = { ...goodRun(), log: new FleetLog(), ledger: new Ledger() };

    expect(brokenIn(outcome)).toEqual(['killed at checkpoints', 'messages acknowledged']);
  });

  it('asks a run of a minute for every nemesis and every checkpoint', () => {
    const outcome = goodRun(['--seconds', '60']);

    expect(brokenIn(outcome)).toEqual(
      expect.arrayContaining(['stop/anywhere', 'redis/crossed', 'killed at claim.held']),
    );
  });

  it('lets no request fail because of Redis', () => {
    const outcome = goodRun(['--only', 'redis']);
    outcome.ledger.note(503);
    outcome.ledger.note(200);

    expect(brokenIn(outcome)).toEqual(['failed requests']);
  });
});

describe('what a run is told', () => {
  it.each([
    [
      ['--only', 'kill'],
      ['kill/checkpoint', 'kill/anywhere'],
    ],
    [
      ['--only', 'redis/crossed,term'],
      ['term/peaceful', 'term/agent-hangs', 'redis/crossed'],
    ],
  ])('%j brings these nemeses', (args, names) => {
    const { groups } = planOf(faultOptions(args), { canCrash: true });

    expect([...new Set(groups.flatMap(({ nemeses }) => nemeses.map(({ name }) => name)))]).toEqual(names);
  });

  it.each([
    [['--only', 'rediss'], 'there is clock, kill, kill/checkpoint'],
    [['--only', 'redis', '--no-redis'], '--only redis: there is'],
    [['--seconds', 'ten'], '--seconds takes a whole number, not "ten"'],
    [['--secs', '10'], 'secs'],
  ])('%j is refused', (args, words) => {
    expect(() => planOf(faultOptions(args), { canCrash: false })).toThrow(words);
  });
});

describe(Targets, () => {
  it('aims at the checkpoint that was met least', () => {
    const log = new FleetLog();
    const targets = new Targets(log);
    const [first, second] = [targets.checkpoint('kill'), 'accept.stored'];

    log.noteHit(first, 'kill');

    expect([targets.checkpoint('kill'), targets.checkpoint('stop')]).toEqual([second, first]);
  });
});
