import { existsSync, readFileSync } from 'node:fs';
import { loadSettings, SECTIONS } from '../../src/config/settings.js';
import { compose, composeService, filledIn, milliseconds, requiredVariables } from '../support/deployment.js';

/** What a process takes for the rest of its end, after draining and grace: STOP_MS of src/main.ts. */
const STOP_MS = 15_000;

const secrets = Object.fromEntries(requiredVariables().map((name) => [name, `${name}-`.padEnd(64, '0')]));
const given = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(composeService('app').environment).map(([name, text]) => [name, filledIn(text, values)]),
  );
const services = Object.entries(compose.services);
const settingNames = Object.values(SECTIONS).flatMap((section) =>
  Object.values(section).map(({ variable }) => variable),
);

describe('the application in docker-compose.yml', () => {
  it('is given settings that exist, with values that they take', () => {
    expect(settingNames).toEqual(expect.arrayContaining(Object.keys(composeService('app').environment)));
    expect(loadSettings(given(secrets)).server).toMatchObject({
      host: '0.0.0.0',
      port: 3000,
      trustProxy: '1',
    });
  });

  it('finds PostgreSQL and Redis by the names and the passwords of their services', () => {
    const { DATABASE_URL, REDIS_URL } = given(secrets);
    const { POSTGRES_DB, POSTGRES_USER } = composeService('postgres').environment;

    expect(DATABASE_URL).toBe(
      `postgres://${POSTGRES_USER}:${secrets.POSTGRES_PASSWORD}@postgres:5432/${POSTGRES_DB}`,
    );
    expect(REDIS_URL).toBe(`redis://:${secrets.REDIS_PASSWORD}@redis:6379`);
  });

  it('may take its keys from JWT_JWKS_URL, with an empty JWT_SECRET', () => {
    const settings = loadSettings({ ...given({ ...secrets, JWT_SECRET: '' }), JWT_JWKS_URL: 'https://keys' });

    expect(settings.auth).toMatchObject({ jwtSecret: null, jwksUrl: 'https://keys' });
  });

  it('has longer to stop than it takes', () => {
    const { shutdownDrainMs, shutdownGraceMs } = loadSettings(given(secrets)).server;
    const graceMs = milliseconds(composeService('app').stop_grace_period);

    expect(graceMs).toBeGreaterThan(shutdownDrainMs + shutdownGraceMs + STOP_MS);
  });

  it('waits for its database and for nothing that it does without', () => {
    expect(composeService('app').depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
  });
});

describe('docker-compose.yml', () => {
  it('has no secret of its own: each is required', () => {
    expect(requiredVariables()).toEqual([
      'GRAFANA_PASSWORD',
      'JWT_SECRET',
      'LOG_HASH_KEY',
      'METRICS_TOKEN',
      'POSTGRES_PASSWORD',
      'REDIS_PASSWORD',
    ]);
    expect(() => filledIn('${A:?say it}', { A: '' })).toThrow('A is missing: say it');
    expect(() => given({ ...secrets, LOG_HASH_KEY: '' })).toThrow('LOG_HASH_KEY is missing');
  });

  it('requires exactly what the README has people make', () => {
    const [, names = ''] = /^for name in ([A-Z_ ]+); do/m.exec(readFileSync('README.md', 'utf8')) ?? [];

    expect(names.split(' ').sort()).toEqual(requiredVariables());
  });

  it('runs releases, not whatever is newest', () => {
    const images = services.map(([, { image }]) => image).filter((image) => !image.startsWith('parley:'));

    expect(images).toHaveLength(5);
    expect(images.filter((image) => !/:v?\d+\.\d+/.test(image))).toEqual([]);
  });

  it('mounts files that exist', () => {
    const files = services.flatMap(([, { volumes }]) => volumes).filter((volume) => volume.startsWith('./'));

    expect(files).toHaveLength(5);
    expect(files.map((volume) => volume.split(':')[0] ?? '').filter((file) => !existsSync(file))).toEqual([]);
    expect(files.filter((volume) => !volume.endsWith(':ro'))).toEqual([]);
  });

  it('opens the proxy to the world, Grafana to the machine, and nothing else', () => {
    const ports = services.map(([name, { ports }]) => [name, ports]).filter(([, ports]) => ports?.length);

    expect(Object.fromEntries(ports)).toEqual({
      proxy: ['${HTTP_ADDRESS:-0.0.0.0}:${HTTP_PORT:-8080}:8080'],
      grafana: ['127.0.0.1:${GRAFANA_PORT:-3001}:3000'],
    });
  });

  it('keeps the databases out of reach of all but the application', () => {
    const onData = services.filter(([, { networks }]) => networks.includes('data')).map(([name]) => name);

    expect(compose.networks.data).toEqual({ internal: true });
    expect(onData).toEqual(['app', 'postgres', 'redis']);
    expect([composeService('postgres').networks, composeService('redis').networks]).toEqual([
      ['data'],
      ['data'],
    ]);
  });

  it('keeps in volumes what must outlive a container', () => {
    expect(composeService('postgres').volumes).toEqual(['postgres:/var/lib/postgresql']);
    expect(composeService('redis').volumes).toEqual(['redis:/data']);
    expect(Object.keys(compose.volumes).sort()).toEqual(['grafana', 'postgres', 'prometheus', 'redis']);
  });

  it('has Redis write down what it holds and evict nothing, for it holds jobs', () => {
    expect(composeService('redis').command).toMatch(/--appendonly yes .*--maxmemory-policy noeviction/);
  });

  it('asks every service for its health', () => {
    const unasked = services.filter(([, { healthcheck }]) => !healthcheck).map(([name]) => name);

    expect(unasked).toEqual(['app']); // The image has its own.
  });
});
