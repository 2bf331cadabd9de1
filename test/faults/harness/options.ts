import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { faultSeed } from '../../support/history.js';

/** What a run is told on the command line. */
export interface FaultOptions {
  /** How long things go wrong. */
  readonly seconds: number;
  readonly seed: number;
  readonly replicas: number;
  readonly hasRedis: boolean;
  /** Groups of nemeses, or single ones as `group/what`; empty: all. */
  readonly only: readonly string[];
  /** Folder of the build that the replicas run. */
  readonly build: string;
  /** Statements that change the migrated database. */
  readonly sql: readonly string[];
  /** Name of the mutant that takes the build's place; null: none. */
  readonly mutant: string | null;
  readonly isJson: boolean;
}

/** What `npm run faults` has built. */
export const BUILD = join(__dirname, '..', '..', '..', 'dist');
const TEXT = { type: 'string' } as const;

/** @throws Error naming an option that is not known or makes no sense */
export function faultOptions(args: string[]): FaultOptions {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { ...TEXT, default: '60' },
      seed: TEXT,
      replicas: { ...TEXT, default: '3' },
      only: { ...TEXT, default: '' },
      build: { ...TEXT, default: BUILD },
      mutant: TEXT,
      sql: { ...TEXT, multiple: true, default: [] },
      'no-redis': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  return {
    seconds: wholeNumber('seconds', values.seconds),
    seed: values.seed === undefined ? faultSeed() : wholeNumber('seed', values.seed),
    replicas: wholeNumber('replicas', values.replicas),
    hasRedis: !values['no-redis'],
    only: values.only.split(',').filter(Boolean),
    build: values.build,
    sql: values.sql,
    mutant: values.mutant ?? null,
    isJson: values.json,
  };
}

/** @throws Error naming the option */
export function wholeNumber(name: string, text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new Error(`--${name} takes a whole number, not "${text}"`);
}
