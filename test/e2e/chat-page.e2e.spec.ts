import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { loadSettings } from '../../src/config/settings.js';
import { ChatPageModule } from '../../src/http/chat-page.module.js';
import { configureHttp } from '../../src/http/configure-http.js';
import { createHttpAdapter } from '../../src/http/http-server.js';
import { HttpModule } from '../../src/http/http.module.js';
import { serveOpenApi } from '../../src/http/open-api.js';
import { PAGE_POLICIES } from '../../src/http/page-policies.js';

@Module({ imports: [ChatPageModule, HttpModule] })
class Root {}

let app: NestExpressApplication;

beforeAll(async () => {
  app = await NestFactory.create<NestExpressApplication>(Root, createHttpAdapter(), {
    bodyParser: false,
    logger: false,
  });
  configureHttp(app, loadSettings({}), PAGE_POLICIES);
  await serveOpenApi(app);
  await app.init();
});

afterAll(() => app.close());

const get = (path: string) => request(app.getHttpServer()).get(path);

const addressesIn = (html: string): string[] =>
  [...html.matchAll(/<(?:script|link)\b[^>]*?\s(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? '');

/** Text and what it stands on. */
const PAIRS = [
  ...['ground', 'panel', 'raised', 'mine', 'hover'].flatMap((ground) => [
    ['text', ground],
    ['quiet', ground],
  ]),
  ...['ground', 'raised'].map((ground) => ['accent', ground]),
  ['failure-text', 'failure'],
  ['on-accent', 'accent-ground'],
];

/** Channels of a colour of the theme, 0 to 1; `mode` 0 is light, 1 is dark. */
function colour(css: string, name: string, mode: number): number[] {
  const [, value = ''] = new RegExp(`--${name}: (.*);`).exec(css) ?? [];
  const shades = value.match(/#[\da-f]{6}/g) ?? [];
  const hex = shades[Math.min(mode, shades.length - 1)] ?? '';
  return [1, 3, 5].map((place) => Number.parseInt(hex.slice(place, place + 2), 16) / 255);
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
const luminance = (channels: number[]): number =>
  channels
    .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4))
    .reduce((sum, channel, n) => sum + channel * ([0.2126, 0.7152, 0.0722][n] ?? 0), 0);

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(ink: number[], ground: number[]): number {
  const [dark = 0, light = 0] = [luminance(ink), luminance(ground)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe('GET /', () => {
  it('is a page that may load from its own origin only, and nothing inline', async () => {
    const { status, headers, text } = await get('/');

    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toContain("script-src 'self';");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['cache-control']).toBe('no-cache');
    expect(text).not.toMatch(/<script(?![^>]*\ssrc=)|\son\w+=|<style|\sstyle=/);
    expect(text).not.toMatch(/(src|href)="https?:/);
  });

  it('loads files that exist and may be kept for ever', async () => {
    const assets = addressesIn((await get('/')).text).filter((address) => address.startsWith('/assets/'));

    expect(assets.length).toBeGreaterThan(20);
    for (const asset of assets) {
      const { status, headers } = await get(asset);
      expect([asset, status]).toEqual([asset, 200]);
      expect(headers['content-type']).toMatch(/^text\/(css|javascript); charset=utf-8$/);
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    }
  });
});

describe('GET /assets/{version}/{name}', () => {
  it('has everything that the page’s own scripts import or fetch, and they name nothing of another host', async () => {
    const seen = new Set(['page.js']);

    for (const name of seen) {
      const { status, text } = await get(`/assets/current/${name}`);
      expect([name, status]).toEqual([name, 200]);
      for (const [, next = ''] of text.matchAll(/'\.\/([\w.-]+)'/g)) seen.add(next);
      expect(text).not.toMatch(/['"`]https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
    }

    expect([...seen].sort()).toEqual(
      expect.arrayContaining(['answer-foot.css', 'api.js', 'messages.css', 'turn.js']),
    );
  });

  it('gives a page of another version what there is, not to be kept', async () => {
    const { status, headers } = await get('/assets/0123456789abcdef/page.js');

    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
  });

  it.each(['index.html', 'nothing.js', '..%2f..%2fpackage.json', '%2e%2e'])('has no %s', async (name) => {
    const { status, body } = await get(`/assets/0123456789abcdef/${name}`);

    expect(status).toBe(404);
    expect(body).toMatchObject({ error: 'not_found' });
  });
});

describe('The colours of the page', () => {
  it.each(PAIRS)('let %s be read on %s, light and dark', async (ink, ground) => {
    const { text } = await get('/assets/current/theme.css');

    for (const mode of [0, 1])
      expect(contrast(colour(text, ink, mode), colour(text, ground, mode))).toBeGreaterThanOrEqual(4.5);
  });

  it('let edges of fields be seen, light and dark', async () => {
    const { text } = await get('/assets/current/theme.css');

    for (const mode of [0, 1])
      expect(contrast(colour(text, 'edge', mode), colour(text, 'ground', mode))).toBeGreaterThanOrEqual(3);
  });
});

describe('GET /docs', () => {
  it('is a page whose scripts and styles come from this server', async () => {
    const { status, headers, text } = await get('/docs');

    expect(status).toBe(200);
    expect(headers['content-security-policy']).toContain("script-src 'self';");
    expect(text).not.toMatch(/(src|href)="https?:/);
    await get('/docs/swagger-ui-bundle.js').expect(200);
    await get('/docs/swagger-ui-init.js').expect(200);
  });

  it('goes with the document at /openapi.json', async () => {
    const { status, body } = await get('/openapi.json');

    expect(status).toBe(200);
    expect(body).toMatchObject({ openapi: expect.stringMatching(/^3\./), info: { title: 'Parley' } });
  });
});
