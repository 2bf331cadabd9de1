import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runNode } from './project.mjs';

const SOURCES = [
  'src',
  'migrations',
  'ormconfig.ts',
  'nest-cli.json',
  'tsconfig.json',
  '.tsconfig.build.json',
  '.swcrc',
  'package-lock.json',
];
/** Written by the build from the controllers and DTOs; a build needs something to begin with. */
const METADATA = join('src', 'metadata.ts');
/** The build empties dist first, so the stamp stands there only after a whole build. */
const stamp = join(root, 'dist', '.build');

/** Whether dist was built from the sources as they are. */
export function isBuilt() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint();
}

export function build() {
  console.error('Building…');
  const before = fingerprint();
  if (!existsSync(join(root, METADATA)))
    writeFileSync(join(root, METADATA), 'export default async () => ({});\n');
  runNode(join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js'), ['build'], 'The build failed.');
  writeFileSync(stamp, before);
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap(filesOf))
    hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

function filesOf(path) {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path), { withFileTypes: true })
    .flatMap((entry) => filesOf(join(path, entry.name)))
    .filter((file) => file !== METADATA && !file.endsWith('.spec.ts'))
    .sort();
}
