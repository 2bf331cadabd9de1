import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeTemporaryFolder } from '../support/temporary-folder.js';

/** Stands for the compiler: notes that it ran, and leaves a dist. */
const COMPILER = `
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
rmSync('dist', { recursive: true, force: true });
mkdirSync('dist');
appendFileSync('builds', 'x');
`;
const LOCK = JSON.stringify({
  packages: { '': {}, 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } },
});

describe('scripts/prepare.mjs', () => {
  let project: string;

  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  };
  const prepare = (...args: string[]): Promise<number | null> => {
    const child = spawn(process.execPath, [join(project, 'scripts', 'prepare.mjs'), ...args], {
      cwd: '/',
      stdio: 'ignore',
      env: { PATH: join(project, 'bin') },
    });
    return new Promise((resolve) => child.once('exit', resolve));
  };
  const builds = () => readFileSync(join(project, 'builds'), 'utf8').length;

  beforeEach(() => {
    project = makeTemporaryFolder();
    cpSync(join(__dirname, '..', '..', 'scripts'), join(project, 'scripts'), { recursive: true });
    for (const file of [
      'ormconfig.ts',
      'nest-cli.json',
      'tsconfig.json',
      '.tsconfig.build.json',
      '.swcrc',
      'src/a.ts',
      'migrations/1.ts',
    ]) {
      write(file, '');
    }
    write('package.json', '{ "type": "module" }');
    write('package-lock.json', LOCK);
    write('node_modules/.package-lock.json', LOCK);
    write('node_modules/@nestjs/cli/package.json', '{ "type": "module" }');
    write('node_modules/@nestjs/cli/bin/nest.js', COMPILER);
  });

  afterEach(() => rmSync(project, { recursive: true }));

  it('builds once for sources that stay the same', async () => {
    const codes = [await prepare(), await prepare()];

    expect(codes).toEqual([0, 0]);
    expect(builds()).toBe(1);
  });

  it('builds again after a change, but not after one of a spec or of what the build writes', async () => {
    await prepare();
    write('src/a.spec.ts', 'test');
    write('src/metadata.ts', 'generated');
    await prepare();
    const before = builds();

    write('src/a.ts', 'changed');
    await prepare();

    expect([before, builds()]).toEqual([1, 2]);
  });

  it('builds again after a build that broke off', async () => {
    await prepare();
    rmSync(join(project, 'dist', '.build'));

    await prepare();

    expect(builds()).toBe(2);
  });

  it('builds in any case when told to', async () => {
    await prepare();

    await prepare('--build');

    expect(builds()).toBe(2);
  });

  it('does the work once for several starts at once', async () => {
    const codes = await Promise.all([prepare(), prepare(), prepare()]);

    expect(codes).toEqual([0, 0, 0]);
    expect(builds()).toBe(1);
    expect(existsSync(join(project, '.prepare.lock'))).toBe(false);
  });

  it('takes over from a preparation that died', async () => {
    const dead = spawn(process.execPath, ['-e', '']);
    await once(dead, 'exit');
    write('.prepare.lock', String(dead.pid));

    expect(await prepare()).toBe(0);
    expect(builds()).toBe(1);
  });

  it('fails without a build when packages are missing and npm can not install them', async () => {
    write('package-lock.json', LOCK.replace('1.0.0', '1.0.1'));

    expect(await prepare()).toBe(1);
    expect(existsSync(join(project, 'builds'))).toBe(false);
  });

  it('fails when the build fails, and tries again at the next start', async () => {
    write('node_modules/@nestjs/cli/bin/nest.js', 'process.exit(3);');
    const failed = await prepare();
    write('node_modules/@nestjs/cli/bin/nest.js', COMPILER);

    expect([failed, await prepare()]).toEqual([1, 0]);
  });
});
