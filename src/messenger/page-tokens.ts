import type { Settings } from '../config/settings.js';

type Tokens = Pick<Settings['messenger'], 'pages' | 'pageAccessToken'>;

/** A page as its token opens it. */
export interface PageAccess {
  /** `me`: the page that the token is of. */
  readonly pageId: string;
  readonly token: string;
}

/** Every page that there is a token for. */
export const pageAccesses = ({ pages, pageAccessToken }: Tokens): PageAccess[] => [
  ...Object.entries(pages ?? {}).map(([pageId, token]) => ({ pageId, token })),
  ...(pageAccessToken === null ? [] : [{ pageId: 'me', token: pageAccessToken }]),
];

/** The token of a page; null: Parley does not answer for it. */
export function pageToken({ pages, pageAccessToken }: Tokens, pageId: string): string | null {
  return (pages && Object.hasOwn(pages, pageId) ? pages[pageId] : null) ?? pageAccessToken;
}
