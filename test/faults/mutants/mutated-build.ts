import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Edit, Mutant } from './mutant.js';

/** From here the packages are found. */
const COPIES = join(__dirname, '..', '..', '..', 'node_modules', '.cache', 'parley-mutants');

/** A build with the edits of a mutant. */
export interface MutatedBuild {
  readonly folder: string;
  remove(): void;
}

/**
 * A changed copy of the build.
 * @throws Error when an edit does not fit: its text is not in its file, or more than once; nothing is left then
 */
export function mutate(build: string, { name, edits = [] }: Pick<Mutant, 'name' | 'edits'>): MutatedBuild {
  const folder = join(COPIES, `${name}-${process.pid}`);
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    cpSync(build, folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }'); // No other one counts below node_modules.
    for (const edit of edits) apply(folder, edit);
    return { folder, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function apply(folder: string, { file, find, replace }: Edit): void {
  const path = join(folder, file);
  const parts = readFileSync(path, 'utf8').split(find);
  if (parts.length !== 2) throw new Error(`${file} has "${find}" ${parts.length - 1} times, not once`);
  writeFileSync(path, parts.join(replace));
}
