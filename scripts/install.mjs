import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runNpm } from './project.mjs';

const stamp = join(root, 'node_modules', '.parley-install');
const lockFile = join(root, 'package-lock.json');
/** What npm itself writes down at the end of an install. */
const installedFile = join(root, 'node_modules', '.package-lock.json');

/** Whether node_modules holds what package-lock.json asks for, tools for building included. */
export function isInstalled() {
  if (!existsSync(installedFile)) return false;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint()) return true;
  const wanted = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.link || covers(installed[path], entry),
  );
}

/** Installs exactly the lock file, whatever NODE_ENV and the user's own settings leave out. */
export function install() {
  console.error('Installing the packages…');
  runNpm(
    ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'],
    'npm could not install the packages. The first start needs the network; later ones do not.',
  );
  writeFileSync(stamp, fingerprint());
}

function covers(installed, wanted) {
  if (installed === undefined) return wanted.optional === true && !isForThisMachine(wanted);
  return installed.version === wanted.version && installed.integrity === wanted.integrity;
}

/** A package that names a C library is never counted as missing: only npm knows which one the machine has. */
function isForThisMachine({ os, cpu, libc }) {
  const names = (list, own) => list === undefined || [list].flat().includes(own);
  return libc === undefined && names(os, process.platform) && names(cpu, process.arch);
}

function fingerprint() {
  const hash = createHash('sha256').update(readFileSync(lockFile));
  return hash.update(`${process.platform} ${process.arch}`).digest('hex');
}
