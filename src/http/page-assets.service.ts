import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Injectable } from '@nestjs/common';
import { NotFoundError } from '../errors/request.errors.js';

const HTML = 'text/html; charset=utf-8';
const JAVASCRIPT = 'text/javascript; charset=utf-8';

const read = (file: string): string => readFileSync(new URL(`./page/${file}`, import.meta.url), 'utf8');

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
    ['page.css', { type: 'text/css; charset=utf-8', body: read('page.css') }],
    ['page.js', { type: JAVASCRIPT, body: read('page.js') }],
    ['parley-client.js', { type: JAVASCRIPT, body: read('parley-client.js') }],
    ['chat-element.js', { type: JAVASCRIPT, body: read('chat-element.js') }],
    ['deep-chat.js', { type: JAVASCRIPT, body: readComponent() }],
  ]);
  private readonly version = this.hash();
  private readonly html = read('index.html').replaceAll('{version}', this.version);

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
