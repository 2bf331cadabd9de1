import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(__dirname, '..', '..');
const LOADER = join(root, 'test', 'bench', 'load-typescript.mjs');
/** Much longer than a run takes, on a machine that has other things to do. */
const TEST_MS = 240_000;

const runs: [name: string, args: string[]][] = [
  ['with Redis', ['--seconds', '30']],
  ['without Redis', ['--seconds', '15', '--no-redis']],
];

describe('npm run faults', () => {
  it.each(runs)(
    'keeps every promise %s while replicas, wires, servers and the agent fail',
    async (_name, args) => {
      const program = join(root, 'test', 'faults', 'run.ts');

      const options = { cwd: root, timeout: TEST_MS - 30_000 };
      const told = await promisify(execFile)(
        process.execPath,
        ['--import', LOADER, program, ...args],
        options,
      ).catch((failure: unknown) => failure);

      process.stdout.write(`${Reflect.get(Object(told), 'stdout')}\n`);
      expect(told).toMatchObject({ stdout: expect.stringMatching(/^Every promise is kept/m) });
    },
    TEST_MS,
  );
});
