import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeTemporaryFolder } from '../support/temporary-folder.js';
import { mutate } from './mutants/mutated-build.js';
import { MUTANTS } from './mutants/mutants.js';

const root = join(__dirname, '..', '..');

/** A build of one file with that text. */
function aBuild(text: string): string {
  const build = makeTemporaryFolder();
  mkdirSync(join(build, 'src'));
  writeFileSync(join(build, 'src', 'a.js'), text);
  return build;
}

const edits = [{ file: 'src/a.js', find: 'isOurs', replace: 'true' }];

describe('a mutant', () => {
  beforeAll(() => {
    execFileSync(process.execPath, [join(root, 'scripts', 'prepare.mjs')]);
  }, 120_000);

  it.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))(
    '%s fits the code as it is',
    (_name, mutant) => {
      const { folder, remove } = mutate(join(root, 'dist'), mutant);

      const isThere = existsSync(folder);
      remove();

      expect([isThere, existsSync(folder)]).toEqual([true, false]);
      expect([...(mutant.edits ?? []), ...(mutant.sql ?? [])]).not.toEqual([]);
    },
  );

  it('is a copy in which the text is another', () => {
    const build = aBuild('return isOurs;');

    const { folder, remove } = mutate(build, { name: 'spec', edits });

    expect(readFileSync(join(folder, 'src', 'a.js'), 'utf8')).toBe('return true;');
    expect(readFileSync(join(build, 'src', 'a.js'), 'utf8')).toBe('return isOurs;');
    remove();
  });

  it.each([
    ['is not there', 'return true;', 'src/a.js has "isOurs" 0 times, not once'],
    ['is there twice', 'isOurs = isOurs;', 'src/a.js has "isOurs" 2 times, not once'],
  ])('is refused when the text %s', (_what, text, complaint) => {
    expect(() => mutate(aBuild(text), { name: 'spec', edits })).toThrow(complaint);
  });
});
