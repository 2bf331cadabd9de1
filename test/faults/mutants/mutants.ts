import type { Mutant } from './mutant.js';
import { REMEMBERING_MUTANTS } from './remembering-mutants.js';
import { RUNNING_MUTANTS } from './running-mutants.js';
import { STORING_MUTANTS } from './storing-mutants.js';

/** Each takes away what one promise rests on. */
export const MUTANTS: readonly Mutant[] = [...RUNNING_MUTANTS, ...STORING_MUTANTS, ...REMEMBERING_MUTANTS];

/** Those of these names; all where none is named. @throws Error naming what there is, when something else is asked for */
export function mutantsNamed(names: readonly string[]): readonly Mutant[] {
  const strangers = names.filter((name) => MUTANTS.every((mutant) => mutant.name !== name));
  if (strangers.length === 0) return MUTANTS.filter(({ name }) => names.length === 0 || names.includes(name));
  const known = MUTANTS.map(({ name }) => name).join(', ');
  throw new Error(`no mutant ${strangers.join(', ')}: there is ${known}`);
}
