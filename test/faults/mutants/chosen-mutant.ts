import type { FaultOptions } from '../harness/options.js';
import { mutate } from './mutated-build.js';
import { mutantsNamed } from './mutants.js';

/** Runs it with the build that is asked for; with a mutant of it where one is named. @throws Error when that does not fit */
export async function withMutant<T>(
  options: FaultOptions,
  run: (options: FaultOptions) => Promise<T>,
): Promise<T> {
  const [mutant] = options.mutant === null ? [] : mutantsNamed([options.mutant]);
  if (!mutant) return run(options);
  const { folder, remove } = mutate(options.build, mutant);
  return run({ ...options, build: folder, sql: [...(mutant.sql ?? []), ...options.sql] }).finally(remove);
}
