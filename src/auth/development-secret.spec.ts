import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { developmentSecret } from './development-secret.js';

describe(developmentSecret.name, () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-secret-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('makes a long secret once and keeps it for its owner alone', async () => {
    const dataDir = join(folder, 'new');

    const secret = await developmentSecret(dataDir);

    expect(Buffer.byteLength(secret)).toBe(64);
    expect(await developmentSecret(dataDir)).toBe(secret);
    expect(await readFile(join(dataDir, 'jwt-secret'), 'utf8')).toBe(`${secret}\n`);
    expect((await stat(join(dataDir, 'jwt-secret'))).mode & 0o777).toBe(0o600);
  });

  it('gives processes that start together the same one and leaves no drafts', async () => {
    const secrets = await Promise.all(Array.from({ length: 20 }, () => developmentSecret(folder)));

    expect(new Set(secrets).size).toBe(1);
    expect(await readdir(folder)).toEqual(['jwt-secret']);
  });

  it('makes different ones for different installations', async () => {
    expect(await developmentSecret(join(folder, 'a'))).not.toBe(await developmentSecret(join(folder, 'b')));
  });

  it('refuses a kept secret that is too short to be one', async () => {
    await writeFile(join(folder, 'jwt-secret'), 'short\n');

    await expect(developmentSecret(folder)).rejects.toThrow('jwt-secret');
  });
});
