import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The pinned Node where it is installed: an install may have replaced the one that runs this. */
const pinnedNode = join(root, 'node_modules', '.bin', 'node');

/** Runs a script of Node with its output on stderr; throws when it fails. */
export function runNode(script, args, failure) {
  const node = existsSync(pinnedNode) ? pinnedNode : process.execPath;
  finish(spawnSync(node, [script, ...args], { cwd: root, stdio: ['ignore', 2, 2] }), failure);
}

/** Runs npm, the one that runs us if there is one; throws when it fails. */
export function runNpm(args, failure) {
  const npm = process.env.npm_execpath;
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  finish(spawnSync(command, [...first, ...args], { cwd: root, stdio: ['ignore', 2, 2] }), failure);
}

function finish({ status, error }, failure) {
  if (status !== 0) throw new Error(error ? `${failure}\n${error.message}` : failure);
}
