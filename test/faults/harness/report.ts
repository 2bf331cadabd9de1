import type { FaultOutcome } from './outcome.js';
import type { Finding } from './finding.js';
import type { End } from './replica.js';
import { findings } from './verdict.js';

/** Sentences of a kind of problem that are told; the table has the number. */
const MOST_TOLD = 5;

/** Whether the run kept every promise, and proved something. */
export const isKept = (outcome: FaultOutcome): boolean =>
  findings(outcome).every((finding) => finding.isKept !== false);

/** The table, what is wrong behind it, and how to run it again. */
export function report(outcome: FaultOutcome): string {
  const rows = findings(outcome).map(cellsOf);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const table = rows.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  const { seconds, seed, replicas, hasRedis } = outcome.options;
  const requests = `Requests: ${outcome.ledger.summary}`;
  const told = `${seconds} s, ${replicas} replicas, ${hasRedis ? 'with' : 'without'} Redis, seed ${seed}`;
  const verdict = isKept(outcome) ? 'Every promise is kept' : 'NOT every promise is kept';
  return [...table.map((line) => line.trimEnd()), requests, ...examples(outcome), `${verdict}: ${told}`].join(
    '\n',
  );
}

/** The same for programs. */
export const jsonReport = (outcome: FaultOutcome): string =>
  JSON.stringify({
    isKept: isKept(outcome),
    options: outcome.options,
    findings: findings(outcome),
    problems: outcome.problems,
  });

const cellsOf = ({ what, figure, target, isKept: kept }: Finding): string[] => [
  what,
  figure,
  target,
  kept === null ? '' : kept ? 'ok' : 'NO',
];

function examples({ problems, log }: FaultOutcome): string[] {
  const kinds = [...Map.groupBy(problems, (problem) => problem.split(':')[0] ?? '').values()];
  const byThemselves = log.endsBy('by itself').map((end) => `${end.replica} ended by itself ${told(end)}`);
  const stopped = log.badStops.map((end) => `${end.replica} stopped ${told(end)}`);
  return [...kinds, byThemselves, stopped].flatMap((kind) => kind.slice(0, MOST_TOLD));
}

const told = ({ exit, tookMs, lastWords }: End): string =>
  `(${exit.code ?? exit.signal}${tookMs === null ? '' : `, ${Math.round(tookMs)} ms after SIGTERM`}):\n${lastWords}`;
