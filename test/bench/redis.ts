import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startRedis } from '../support/redis-server.js';

/** A Redis to bench with. */
export interface BenchRedis {
  readonly url: string;
  stop(): Promise<void>;
}

/** The one given; else one of its own, in WebAssembly (and slow) where none is installed. */
export async function findRedis(given: string | undefined): Promise<BenchRedis> {
  if (given !== undefined) return { url: given, stop: () => Promise.resolve() };
  const run = mkdtempSync(join(tmpdir(), 'parley-bench-redis-'));
  writeServerProgram(join(run, 'build', 'test', 'support'));
  process.env['PARLEY_TEST_RUN'] = run;
  const { url, stop } = await startRedis();
  return { url, stop: () => stop().finally(() => rmSync(run, { recursive: true, force: true })) };
}

/** Puts the server in WebAssembly where a run of Jest would have compiled it to. */
function writeServerProgram(folder: string): void {
  const href = (...path: string[]): string => JSON.stringify(pathToFileURL(join(__dirname, ...path)).href);
  const program = `await import(${href('load-typescript.mjs')});\nawait import(${href('..', 'support', 'valkey-server.ts')});\n`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'valkey-server.js'), program);
}
