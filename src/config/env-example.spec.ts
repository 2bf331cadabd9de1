import { readFileSync } from 'node:fs';
import { envExample } from './env-example.js';
import { loadSettings, SECTIONS } from './settings.js';

const settings = Object.values(SECTIONS).flatMap((section) => Object.values(section));

/** What the file says when every line is uncommented, the way `.env` files are read. */
function uncommented(text: string): Record<string, string> {
  const lines = [...text.matchAll(/^# ([A-Z][A-Z\d_]+)=(.*)$/gm)];
  return Object.fromEntries(
    lines.map(([, name = '', value = '']) => [name, value.replace(/^"(.*)"$/, '$1')]),
  );
}

describe(envExample.name, () => {
  it('is what stands in .env.example', () => {
    expect(readFileSync('.env.example', 'utf8')).toBe(envExample());
  });

  it('names every setting once', () => {
    const named = [...envExample().matchAll(/^# ([A-Z][A-Z\d_]+)=/gm)].map(([, name]) => name);

    expect(named).toEqual(settings.map(({ variable }) => variable));
    expect(new Set(named).size).toBe(named.length);
  });

  it('gives every default, so that uncommenting all of it changes nothing', () => {
    expect(loadSettings(uncommented(envExample()))).toEqual(loadSettings({}));
  });

  it('says meaning, unit and limits', () => {
    expect(envExample()).toContain(
      '# Longest wait for turns in flight after SIGTERM. Unit: ms. Takes: 0 to 600000.\n# SHUTDOWN_GRACE_MS=10000\n',
    );
  });
});
