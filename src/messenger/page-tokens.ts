import type { Settings } from '../config/settings.js';

/** The token of a page; null: Parley does not answer for it. */
export function pageToken(
  { pages, pageAccessToken }: Pick<Settings['messenger'], 'pages' | 'pageAccessToken'>,
  pageId: string,
): string | null {
  return (pages && Object.hasOwn(pages, pageId) ? pages[pageId] : null) ?? pageAccessToken;
}
