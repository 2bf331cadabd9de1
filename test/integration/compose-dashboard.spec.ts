import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { startMessengerApp } from '../support/messenger-app.js';

const dashboard = z
  .object({
    panels: z.array(
      z.object({
        id: z.number(),
        title: z.string(),
        datasource: z.object({ uid: z.string() }),
        targets: z.array(z.object({ expr: z.string() })).min(1),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync('.docker/grafana/parley.json', 'utf8')));
const dataSources = z
  .object({ datasources: z.array(z.object({ uid: z.string(), url: z.string() })) })
  .parse(parse(readFileSync('.docker/grafana/datasource.yml', 'utf8')));

/** What Prometheus itself says of each target. */
const OF_PROMETHEUS = ['up'];
const WORDS = ['by', 'le', 'sum', 'max', 'rate', 'histogram_quantile'];

/** The metrics that a query names: what is left without its selectors, groups, ranges and words. */
function metricsIn(query: string): string[] {
  const bare = query.replace(/\{[^}]*\}|\[[^\]]*\]|by \([^)]*\)/g, '');
  return (bare.match(/[a-z_]\w*/g) ?? []).filter((name) => !WORDS.includes(name));
}

/** All that a Parley with every channel on shows. */
async function knownMetrics(): Promise<Set<string>> {
  const app = await startMessengerApp();
  try {
    const text = await (await fetch(`${app.url}/metrics`)).text();
    const all = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)];
    const series = all.flatMap(([, name = '', type]) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    );
    return new Set([...series, ...OF_PROMETHEUS]);
  } finally {
    await app.stop();
  }
}

describe('.docker/grafana', () => {
  const queries = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));

  it('asks only for metrics that Parley has', async () => {
    const known = await knownMetrics();
    const asked = new Set(queries.flatMap(metricsIn));

    expect([...asked].filter((name) => !known.has(name))).toEqual([]);
    expect(asked.size).toBeGreaterThan(10);
    expect(metricsIn('sum by (le, a) (rate(parley_x_bucket{b="c"}[5m])) / sum(parley_y)')).toEqual([
      'parley_x_bucket',
      'parley_y',
    ]);
  });

  it('asks the data source that is provisioned', () => {
    const [source] = dataSources.datasources;

    expect(source).toEqual({ uid: 'prometheus', url: 'http://prometheus:9090' });
    expect(new Set(dashboard.panels.map(({ datasource }) => datasource.uid))).toEqual(
      new Set(['prometheus']),
    );
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
  });
});
