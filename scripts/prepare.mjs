import { build, isBuilt } from './build.mjs';
import { install, isInstalled } from './install.mjs';
import { withLock } from './lock.mjs';

// Installs and builds what is missing or outdated, and nothing else. Needs Node alone: it runs before any package is there.
// `--build` builds in any case.
// Several preparations of one folder wait for each other; a killed one leaves nothing that the next doesn't repair.
const mustBuild = process.argv.includes('--build');
const isReady = () => isInstalled() && isBuilt() && !mustBuild;

try {
  if (!isReady()) {
    await withLock(() => {
      if (!isInstalled()) install();
      if (!isBuilt() || mustBuild) build();
    });
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
