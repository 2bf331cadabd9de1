import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { dockerfileStages, textsOf } from './deployment.js';
import { noteServer } from './orphan-servers.js';
import type { Exit } from './server-process.js';
import { makeTemporaryFolder } from './temporary-folder.js';

const lastStage = [...dockerfileStages().values()].at(-1) ?? [];
/** The words of an instruction in exec form, which no shell reads. */
const execForm = (text = ''): string[] => z.array(z.string()).parse(JSON.parse(text));
/** What the image starts: `node` and its arguments. */
export const imageCommand = execForm(textsOf('CMD', lastStage)[0]);
const healthCheck = execForm(textsOf('HEALTHCHECK', lastStage)[0]?.split('CMD ')[1]);

const root = join(__dirname, '..', '..');
const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      dev: z.boolean().default(false),
      optional: z.boolean().default(false),
      devOptional: z.boolean().default(false),
    }),
  ),
});

/** A program that runs; `output` is what it has written to stdout and stderr so far. */
export interface RunningProgram {
  output(): string;
  stop(): Promise<Exit>;
}

/**
 * A folder with what the image has in /app: dist, built where it is outdated, and the packages that
 * `npm ci --omit=dev --omit=optional` installs. They are links: run node with `--preserve-symlinks`.
 */
export function makeImageFolder(): string {
  execFileSync(process.execPath, [join(root, 'scripts', 'prepare.mjs')]);
  const folder = makeTemporaryFolder();
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  cpSync(join(root, '.docker', 'healthcheck.mjs'), join(folder, 'healthcheck.mjs'));
  for (const path of productionPackages()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(join(root, path), join(folder, path), 'dir');
  }
  return folder;
}

/** Folders of the packages at the top of node_modules; those inside of them come along. */
function productionPackages(): string[] {
  const { packages } = lock.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  return Object.entries(packages)
    .filter(([path]) => /^node_modules\/(?:@[^/]+\/)?[^/]+$/.test(path))
    .filter(([, { dev, optional, devOptional }]) => !dev && !optional && !devOptional)
    .map(([path]) => path)
    .filter((path) => existsSync(join(root, path)));
}

/** Runs the image's command, `node` and its arguments, in the folder with those variables and no others. */
export function runImage(
  folder: string,
  [, ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
): RunningProgram {
  const child = spawn(process.execPath, ['--preserve-symlinks', '--preserve-symlinks-main', ...args], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  noteServer(child.pid);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  const exited = new Promise<Exit>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  const stop = (): Promise<Exit> => {
    child.kill('SIGTERM');
    return exited;
  };
  return { output: () => text, stop };
}

/** Asks the image's health check about whoever listens on that port of this machine; gives its exit code. */
export function checkHealth(port: number): Promise<number | null> {
  const [, program = ''] = healthCheck;
  const check = spawn(process.execPath, [join(root, '.docker', program)], {
    env: { PORT: String(port) },
    stdio: 'ignore',
  });
  return new Promise((resolve) => check.once('exit', resolve));
}
