import { parseArgs } from 'node:util';
import { faultSeed } from '../../support/history.js';
import { BUILD, wholeNumber } from '../harness/options.js';
import type { Mutant } from './mutant.js';
import { mutantsNamed } from './mutants.js';
import { mutate } from './mutated-build.js';
import { type Suspect, type Trial, type TrialOptions, tryOut } from './trial.js';
import { isSettled, type Row, trialTable } from './trial-table.js';

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean', default: false } as const;

interface MutantsOptions extends Omit<TrialOptions, 'end'> {
  readonly mutants: readonly Mutant[];
  /** Runs the sound build in the same hazards. */
  readonly hasControl: boolean;
}

/**
 * npm run faults -- --mutants [--only-mutant fence-off] [--seconds 20] [--seed 1] [--control]
 * One mutant after another; `say` hears what is next. True: each is caught, and the sound build came through.
 * @throws Error naming an option that is not known or makes no sense
 */
export async function runMutants(
  args: string[],
  { say, print, end }: { say: (text: string) => void; print: (text: string) => void; end: AbortSignal },
): Promise<boolean> {
  const options = mutantsOptions(args);
  const { folder: build, remove } = mutate(options.build, { name: 'sound' }); // Somebody may build meanwhile.
  const rows: Row[] = [];
  for (const mutant of options.mutants) {
    if (end.aborted) break;
    say(`${mutant.name}: ${mutant.breaks}`);
    rows.push(await rowOf(mutant, { ...options, build, end }));
  }
  remove();
  print(trialTable(rows, options.mutants.length));
  return rows.length === options.mutants.length && rows.every(isSettled);
}

async function rowOf(mutant: Mutant, options: TrialOptions & { hasControl: boolean }): Promise<Row> {
  const { name, breaks, hazard, hasRedis } = mutant;
  const trial = await attempt(mutant, options);
  const sound = { name: `${name}-not`, hazard, hasRedis, shows: null };
  return { name, breaks, trial, control: options.hasControl ? await attempt(sound, options) : null };
}

async function attempt(suspect: Suspect, options: TrialOptions): Promise<Trial | Error> {
  try {
    return await tryOut(suspect, options);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function mutantsOptions(args: string[]): MutantsOptions {
  const { values } = parseArgs({
    args,
    options: {
      mutants: FLAG,
      control: FLAG,
      'only-mutant': { ...TEXT, multiple: true, default: [] },
      seconds: { ...TEXT, default: '20' },
      seed: TEXT,
      build: { ...TEXT, default: BUILD },
    },
  });
  return {
    mutants: mutantsNamed(values['only-mutant']),
    hasControl: values.control,
    seconds: wholeNumber('seconds', values.seconds),
    seed: values.seed === undefined ? faultSeed() : wholeNumber('seed', values.seed),
    build: values.build,
  };
}
