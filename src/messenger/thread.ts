import type { Owner } from '../auth/owner.js';

/** A person and the page that he writes to. */
export interface Thread {
  readonly pageId: string;
  /** Page-scoped id. */
  readonly psid: string;
}

/** The device that stands for the person: `<page_id>:<psid>`. */
export const ownerOf = ({ pageId, psid }: Thread): Owner => ({ kind: 'device', id: `${pageId}:${psid}` });

/** The other way round; page ids hold no colon. */
export function threadOf({ id }: Owner): Thread {
  const end = id.indexOf(':');
  return { pageId: id.slice(0, end), psid: id.slice(end + 1) };
}
