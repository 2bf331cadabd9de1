import type { Trial } from './trial.js';

/** A mutant's trial, and that of the sound build in the same hazard where it was asked for; what it was not fit for. */
export interface Row {
  readonly name: string;
  readonly breaks: string;
  readonly trial: Trial | Error;
  readonly control: Trial | Error | null;
}

/** Characters that are told of an error. */
const MOST_TOLD = 500;
const HEAD = ['mutant', 'caught', 'by', 'after', 'seed', 'sound build'];

/** The mutant is caught, and the sound build came through, and through something. */
export const isSettled = (row: Row): boolean => isCaught(row) && isControlled(row);

/** The table, with one example of what was wrong for each mutant; `wanted`: how many there were to be. */
export function trialTable(rows: readonly Row[], wanted: number): string {
  const cells = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  const left = rows.filter((row) => !isSettled(row)).map(({ name }) => name);
  const verdict = `${rows.filter(isCaught).length} of ${wanted} mutants are caught`;
  return [
    ...lines.map((line) => line.trimEnd()),
    '',
    ...rows.flatMap(examples),
    left.length === 0 ? verdict : `${verdict}; NOT settled: ${left.join(', ')}`,
  ].join('\n');
}

const isCaught = ({ trial }: Row): boolean => !(trial instanceof Error) && trial.example !== null;

const isControlled = ({ control }: Row): boolean =>
  control === null || (!(control instanceof Error) && control.kinds.length === 0 && control.met > 0);

function cellsOf(row: Row): string[] {
  const { name, trial, control } = row;
  if (trial instanceof Error) return [name, 'NOT TRIED', '', '', '', controlCell(control)];
  const caught = isCaught(row) ? 'yes' : 'NO';
  const after = `${(trial.tookMs / 1000).toFixed(1)} s`;
  return [name, caught, trial.kinds.join(', '), after, String(trial.seed), controlCell(control)];
}

function controlCell(control: Row['control']): string {
  if (control === null) return '';
  if (control instanceof Error) return 'NOT TRIED';
  if (control.kinds.length > 0)
    return `BROKEN after ${Math.round(control.tookMs / 1000)} s, ${control.met} times in its hazard: ${control.kinds.join(', ')}`;
  const times = `in its hazard ${control.met} times in ${Math.round(control.tookMs / 1000)} s`;
  return control.met > 0 ? `well, ${times}` : `PROVES NOTHING, ${times}`;
}

function examples({ name, breaks, trial, control }: Row): string[] {
  const isOdd = control instanceof Error || (control !== null && control.example !== null);
  return [
    `${name}: ${breaks}`,
    `  ${exampleOf(trial)}`,
    ...(isOdd ? [`  the sound build: ${exampleOf(control)}`] : []),
  ];
}

const exampleOf = (trial: Trial | Error): string =>
  trial instanceof Error
    ? trial.message.slice(0, MOST_TOLD)
    : (trial.example ?? `nothing of that was seen; it came to the hazard ${trial.met} times`);
