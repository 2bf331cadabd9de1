import { transformFileSync } from '@swc/core';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** The compiled `test-server.ts`. */
const testServer = z.looseObject({
  startTestServer: z.custom<(runs: string, run: string) => Promise<void>>(),
});
const root = join(__dirname, '..', '..');
/** What the build reads from the DTOs, for the OpenAPI document. */
const metadata = join(root, 'src', 'metadata.ts');
const runs = join(root, 'node_modules', '.cache', 'parley-test');

/**
 * Prepares one run of the tests: compiles the sources to a folder of the run, because Jest neither maps imports here nor
 * lets a child process read TypeScript, puts an empty src/metadata.ts where no build has left one, and starts the
 * database server with the migrated template.
 */
export default async function globalSetup(): Promise<void> {
  if (!existsSync(metadata)) writeFileSync(metadata, 'export default async () => ({});\n');
  const run = join(runs, `${process.pid}-${randomBytes(4).toString('hex')}`);
  const build = join(run, 'build');
  compile(build);
  const server = testServer.parse(await import(join(build, 'test', 'support', 'test-server.js')));
  await server.startTestServer(runs, run);
}

function compile(build: string): void {
  const folders = ['src', 'migrations', 'test/support'];
  for (const file of ['ormconfig.ts', ...folders.flatMap(sourcesIn)]) {
    const target = join(build, file.replace(/ts$/, 'js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, transformFileSync(join(root, file), { cwd: root, sourceMaps: 'inline' }).code);
  }
  writeFileSync(join(build, 'package.json'), '{ "type": "module" }');
}

function sourcesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => join(folder, file));
}
