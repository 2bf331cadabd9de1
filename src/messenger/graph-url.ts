import { createHmac } from 'node:crypto';
import type { Settings } from '../config/settings.js';

const GRAPH_URL = 'https://graph.facebook.com';

export interface GraphPlace {
  /** A page's id, or `me`: the page that the token is of. */
  readonly pageId: string;
  readonly edge: 'messages' | 'messenger_profile' | 'pass_thread_control';
}

/**
 * Where the Graph API is called about a page, with the proof that whoever has the token is the app.
 * https://developers.facebook.com/docs/graph-api/guides/secure-requests
 */
export function graphUrl(
  { graphUrl: base, graphVersion, appSecret }: Settings['messenger'],
  { pageId, edge }: GraphPlace,
  token: string,
): URL {
  const url = new URL(
    `${(base ?? GRAPH_URL).replace(/\/$/, '')}/${graphVersion}/${encodeURIComponent(pageId)}/${edge}`,
  );
  const proof = createHmac('sha256', appSecret ?? '')
    .update(token)
    .digest('hex');
  url.searchParams.set('appsecret_proof', proof);
  return url;
}
