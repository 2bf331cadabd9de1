import { CHECKPOINTS } from '../../../src/observability/checkpoints.js';
import { atLeast, figure, type Finding, none, quantile } from './finding.js';
import type { FleetLog } from './fleet-log.js';
import { doneOf, type FaultOutcome } from './outcome.js';

/** Runs of at least so many seconds have to meet everything once; shorter ones prove what they happen to meet. */
const WHOLE_RUN_S = 60;
/** What a checkpoint needs for each minute, up to what a proof needs. */
const HITS_PER_MINUTE = 1;
const MOST_HITS = 20;
/** What a run of that length needs, for each second. */
const KILLS_PER_SECOND = 0.25;
const PROOF = { seconds: 1200, kills: 1000 };
const ACKNOWLEDGED_PER_SECOND = 2;
/** What a shorter run needs, so that it is not about nothing, on a machine that has other things to do. */
const LEAST_KILLS = 1;
const LEAST_ACKNOWLEDGED = 10;
/** What trouble with Redis may add to the 99th percentile. */
const MOST_ADDED_MS = 300;

/** Kinds of problems, as their sentences begin, and what the table calls them. */
const PROMISES: readonly (readonly [what: string, kinds: readonly string[]])[] = [
  ['lost', ['lost']],
  ['doubled', ['doubled']],
  ['out of order', ['order', 'state']],
  ['wrong contexts', ['context']],
  ['foreign bytes', ['foreign']],
  ['replies that differ from what is stored', ['differs']],
  ['writes of superseded holders', ['superseded']],
  ['gaps in numbers and counters', ['counters']],
  ['erased, and still there', ['erased']],
  ['remembered otherwise than stored', ['memory']],
  ['content in logs', ['logged']],
  ['answers that nobody may see', ['scandal', 'garbled']],
];

/** Everything that a run has to show, in the order of the table. */
export function findings(outcome: FaultOutcome): Finding[] {
  return [...nemeses(outcome), ...checkpoints(outcome), ...work(outcome), ...promises(outcome)];
}

function nemeses({ strikes, plan, options }: FaultOutcome): Finding[] {
  const least = options.seconds >= WHOLE_RUN_S ? 1 : 0;
  const names = new Set(plan.groups.flatMap((group) => group.nemeses.map(({ name }) => name)));
  const counts = [...names].map((name) => atLeast(name, strikes.get(name) ?? 0, least));
  const shifted = plan.clockShiftsMs.filter((shiftMs) => shiftMs !== 0).length;
  return shifted > 0 ? [...counts, atLeast('clock/1 h off, replicas', shifted, 2)] : counts;
}

function checkpoints({ log, plan, options: { seconds } }: FaultOutcome): Finding[] {
  const isGroup = (name: string): boolean => plan.groups.some((group) => group.name === name);
  if (!isGroup('kill')) return [];
  const least = Math.min(MOST_HITS, Math.floor((seconds / 60) * HITS_PER_MINUTE));
  const scaled = seconds >= WHOLE_RUN_S ? Math.floor(seconds * KILLS_PER_SECOND) : LEAST_KILLS;
  const kills = seconds >= PROOF.seconds ? PROOF.kills : scaled;
  return [
    ...CHECKPOINTS.map((checkpoint) => ({
      ...atLeast(`killed at ${checkpoint}`, log.hitsOf('kill', checkpoint), least),
      figure: figures(log, checkpoint),
    })),
    atLeast('killed at checkpoints', log.allHits('kill'), kills),
    figure('killed in all', log.endsBy('killed').length),
    figure(
      'back after, median and p99',
      `${quantile(log.returns, 0.5)} ms, ${quantile(log.returns, 0.99)} ms`,
    ),
    figure('starts that failed', log.endsBy('not started').length),
  ];
}

const figures = (log: FleetLog, checkpoint: string): string =>
  `${log.hitsOf('kill', checkpoint)}, paused ${log.hitsOf('stop', checkpoint)}`;

function work(outcome: FaultOutcome): Finding[] {
  const { ledger, options, agentCalls, repeatedCalls, turns, settledMs } = outcome;
  const { seconds } = options;
  const least = seconds >= WHOLE_RUN_S ? seconds * ACKNOWLEDGED_PER_SECOND : LEAST_ACKNOWLEDGED;
  return [
    atLeast('messages acknowledged', ledger.acknowledged, least),
    figure('messages sent', ledger.operations.length),
    figure('turns', turns),
    figure('agent calls', `${agentCalls}, ${repeatedCalls} for a turn that had had one`),
    figure('erasures', `${doneOf(ledger.erasures)} acknowledged of ${ledger.erasures.length}`),
    ...['calm', 'troubled'].map((phase) =>
      figure(`p99 of an answer, ${phase}`, `${quantile(ledger.latencies.get(phase), 0.99)} ms`),
    ),
    ...recoveries(outcome),
    figure('settled after', `${Math.round(settledMs)} ms`),
  ];
}

function recoveries({ recoveriesMs }: FaultOutcome): Finding[] {
  if (recoveriesMs.length === 0) return [];
  const [median, p99] = [0.5, 0.99].map((part) => quantile(recoveriesMs, part));
  return [figure('answering after PostgreSQL was killed, median and p99', `${median} ms, ${p99} ms`)];
}

function promises(outcome: FaultOutcome): Finding[] {
  const { problems, open, log, ledger } = outcome;
  const count = (kinds: readonly string[]): number =>
    problems.filter((problem) => kinds.includes(problem.split(':')[0] ?? '')).length;
  return [
    ...PROMISES.map(([what, kinds]) => none(what, count(kinds))),
    none('open 30 s after the last heal', open),
    none(
      'requests without any answer for 20 s',
      ledger.count((one) => one === 'silent'),
    ),
    none('replicas that ended by themselves', log.endsBy('by itself').length),
    none('SIGTERM: not 0, or too late', log.badStops.length),
    ...service(outcome),
  ];
}

/** What callers notice of nemeses that nobody may notice. */
function service({ ledger, plan, options }: FaultOutcome): Finding[] {
  const isGentle = plan.groups.every(({ nemeses: all }) => all.every(({ isHarsh }) => !isHarsh));
  if (!isGentle) return [];
  const failed = ledger.count((one) => typeof one !== 'number' || one >= 500) - ledger.meantToFail;
  const [calmMs = 0, troubledMs = 0] = ['calm', 'troubled'].map((phase) =>
    quantile(ledger.latencies.get(phase), 0.99),
  );
  const addedMs = troubledMs - calmMs;
  const isLong = options.seconds >= WHOLE_RUN_S;
  const added = {
    what: 'added to p99',
    figure: `${addedMs} ms`,
    target: `< ${MOST_ADDED_MS} ms`,
  };
  return [
    none('failed requests', failed),
    ...(isLong ? [{ ...added, isKept: addedMs < MOST_ADDED_MS }] : []),
  ];
}
