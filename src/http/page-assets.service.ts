import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Injectable } from '@nestjs/common';
import { NotFoundError } from '../errors/request.errors.js';

const HTML = 'text/html; charset=utf-8';
const CSS = 'text/css; charset=utf-8';
const JAVASCRIPT = 'text/javascript; charset=utf-8';

const PAGE = new URL('./page/', import.meta.url);

const read = (file: string): string => readFileSync(new URL(file, PAGE), 'utf8');

/** Sorted, so that every replica has the same version. */
const names = (): string[] =>
  readdirSync(PAGE)
    .filter((name) => /\.(?:css|js)$/.test(name))
    .sort();

const isModule = (name: string): boolean => name.endsWith('.js') && name !== 'theme.js';

/** All modules are asked for at once, rather than each when another one imports it. */
const preload = (name: string): string => `<link rel="modulepreload" href="/assets/{version}/${name}" />`;

/** The component comes bundled in its package; nothing is loaded from another host. */
const readComponent = (): string =>
  readFileSync(createRequire(import.meta.url).resolve('deep-chat/dist/deepChat.bundle.js'), 'utf8');

/** A file of the page as it goes over the wire. */
export interface PageAsset {
  readonly type: string;
  readonly body: string;
  readonly cacheControl: string;
}

/** The chat page's files, read once. Their address holds a hash of all of them, so that browsers may keep them. */
@Injectable()
export class PageAssets {
  private readonly files: ReadonlyMap<string, Omit<PageAsset, 'cacheControl'>> = new Map([
    ...names().map(
      (name) => [name, { type: name.endsWith('.css') ? CSS : JAVASCRIPT, body: read(name) }] as const,
    ),
    ['deep-chat.js', { type: JAVASCRIPT, body: readComponent() }],
  ]);
  private readonly version = this.hash();
  private readonly html = read('index.html')
    .replace('{preloads}', names().filter(isModule).map(preload).join('\n    '))
    .replaceAll('{version}', this.version);

  page(): PageAsset {
    return { type: HTML, body: this.html, cacheControl: 'no-cache' };
  }

  /**
   * During a roll-out a page of another version may ask here: it gets what there is, not to be kept.
   * @throws NotFoundError for a name that is none of the page's files
   */
  asset(version: string, name: string): PageAsset {
    const file = this.files.get(name);
    if (!file) throw new NotFoundError();
    const isCurrent = version === this.version;
    return { ...file, cacheControl: isCurrent ? 'public, max-age=31536000, immutable' : 'no-store' };
  }

  private hash(): string {
    const hash = createHash('sha256');
    for (const { body } of this.files.values()) hash.update(body);
    return hash.digest('hex').slice(0, 16);
  }
}
