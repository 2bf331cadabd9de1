import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadSettings } from '../../src/config/settings.js';
import { ERROR_CODES } from '../../src/errors/error-codes.js';
import { friendlyMessage } from '../../src/errors/friendly-messages.js';
import { compose, composeService, milliseconds } from '../support/deployment.js';

const proxy = readFileSync('.docker/haproxy.cfg', 'utf8');
const prometheus = z
  .object({
    scrape_configs: z.array(
      z.object({
        authorization: z.object({ credentials_file: z.string() }),
        dns_sd_configs: z.array(z.object({ names: z.array(z.string()), port: z.number() })),
      }),
    ),
  })
  .parse(parse(readFileSync('.docker/prometheus.yml', 'utf8')));

const answer = z.object({ error: z.enum(ERROR_CODES), message: z.string(), request_id: z.string() });
const settingOf = (name: string): string => new RegExp(`^\\s+${name} (.+)$`, 'm').exec(proxy)?.[1] ?? '';

describe('.docker/haproxy.cfg', () => {
  it('answers in the words and the shape of Parley', () => {
    const bodies = [...proxy.matchAll(/lf-string '([^']*)'/g)].map(([, text = '']) =>
      answer.parse(JSON.parse(text)),
    );

    expect(bodies).toHaveLength(8);
    for (const { error, message } of bodies) expect(message).toBe(friendlyMessage(error, 'en'));
  });

  it('sends to the port that the application listens on', () => {
    const targets = [...proxy.matchAll(/^ {2}server-template \w+ \d+ (\S+)/gm)].map(([, target]) => target);

    expect(targets).toEqual(Array(2).fill(`app:${composeService('app').environment.PORT}`));
  });

  it('waits longer than Parley lets a request wait, and stops later than that', () => {
    const { turnWaitTimeoutMs } = loadSettings({}).chat;
    const waitMs = milliseconds(settingOf('timeout server'));
    const stopMs = milliseconds(settingOf('hard-stop-after'));

    expect(waitMs).toBeGreaterThan(turnWaitTimeoutMs);
    expect(stopMs).toBeGreaterThan(waitMs);
    expect(milliseconds(composeService('proxy').stop_grace_period)).toBeGreaterThan(stopMs);
  });

  it('notices that a replica drains before it stops serving', () => {
    const [, every = '', soon = '', times = ''] = / inter (\S+) fastinter (\S+) fall (\d+)/.exec(proxy) ?? [];
    const noticedMs = milliseconds(every) + milliseconds(soon) * (Number(times) - 1);

    expect(noticedMs).toBeGreaterThan(0);
    expect(noticedMs).toBeLessThan(Number(composeService('app').environment.SHUTDOWN_DRAIN_MS));
  });

  it('repeats a message elsewhere only if it came with a key', () => {
    expect(settingOf('retry-on')).toBe('conn-failure empty-response 503');
    expect(settingOf('http-request disable-l7-retry')).toBe(
      'unless METH_GET || { req.hdr(Idempotency-Key) -m found }',
    );
  });
});

describe('.docker/prometheus.yml', () => {
  it('scrapes every replica, with the token of the application', () => {
    const [job] = prometheus.scrape_configs;

    expect(job?.dns_sd_configs).toEqual([
      expect.objectContaining({ names: ['app'], port: Number(composeService('app').environment.PORT) }),
    ]);
    expect(job?.authorization.credentials_file).toBe('/run/secrets/metrics_token');
    expect(compose.secrets).toEqual({ metrics_token: { environment: 'METRICS_TOKEN' } });
  });
});
