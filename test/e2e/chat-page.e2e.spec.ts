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

    expect(assets).toHaveLength(3);
    for (const asset of assets) {
      const { status, headers } = await get(asset);
      expect([asset, status]).toEqual([asset, 200]);
      expect(headers['content-type']).toMatch(/^text\/(css|javascript); charset=utf-8$/);
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    }
  });
});

describe('GET /assets/{version}/{name}', () => {
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
