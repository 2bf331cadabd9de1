import { readFileSync, writeFileSync } from 'node:fs';

// Adds the platform packages that a registry did not have when the lock file was written: npm leaves them out, and
// then `npm ci` refuses the file. Run it after every change of dependencies: `node scripts/complete-lock.mjs`.
const PLATFORMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64'];

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const present = new Set(Object.keys(lock.packages).map((path) => path.replace(/^.*node_modules\//, '')));

for (const [path, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  for (const [name, version] of path === '' ? [] : Object.entries(optionalDependencies)) {
    if (!present.has(name)) add(name, version, dev);
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);

function add(name, version, dev) {
  const words = name.split('-');
  const os = PLATFORMS.filter((platform) => words.includes(platform));
  const cpu = PROCESSORS.filter((processor) => words.includes(processor));
  if (os.length === 0 || cpu.length === 0 || !/^\d/.test(version)) {
    throw new Error(
      `${name}@${version} is missing from the lock file and does not name one platform and version`,
    );
  }
  lock.packages[`node_modules/${name}`] = { version, cpu, ...(dev && { dev }), optional: true, os };
  console.log(`Added ${name}@${version}`);
}
