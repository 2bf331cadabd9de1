import { spawn } from 'node:child_process';
import { once } from 'node:events';

// npm test [-- PATTERN... or options of Jest's]: every test without Redis, then the end-to-end tests once more with it.
// Coverage is measured where every test runs, in the first run alone: it takes half of a test's time again.
const asked = process.argv.slice(2);
const isWhole = asked.every((arg) => arg.startsWith('--'));
const first = ['--selectProjects', 'without Redis', ...(isWhole ? ['--coverage'] : [])];
const second = ['--selectProjects', 'with Redis', '--passWithNoTests'];
const runs = asked.includes('--selectProjects')
  ? [asked]
  : [[...asked, ...first], [...asked, ...second].map(besides)];

for (const args of runs) {
  if (!(await passes(args))) process.exitCode = 1;
}

/** The second run's `--outputFile` is the first one's with `-2` behind its name. */
function besides(arg) {
  return arg.replace(/^(--outputFile=.*?)(\.json)?$/, '$1-2$2');
}

async function passes(args) {
  const jest = spawn(process.execPath, ['node_modules/jest/bin/jest.js', ...args], { stdio: 'inherit' });
  const passOn = (signal) => jest.kill(signal);
  process.on('SIGINT', passOn).on('SIGTERM', passOn);
  const [code] = await once(jest, 'exit');
  process.off('SIGINT', passOn).off('SIGTERM', passOn);
  if (code === null) process.exit(1); // It was ended from outside, and so are we.
  return code === 0;
}
