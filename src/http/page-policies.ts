import { OWN_ASSETS_POLICY, type PagePolicy } from './security-headers.middleware.js';

/** The chat page styles nothing in line: not even an injected style attribute works. */
const CHAT_PAGE_POLICY = OWN_ASSETS_POLICY.replace(" 'unsafe-inline'", '');

/** What the pages for people may load: their own scripts and styles, and nothing from another host. */
export const PAGE_POLICIES: readonly PagePolicy[] = [
  { paths: /^\/$/, contentSecurityPolicy: CHAT_PAGE_POLICY },
  { paths: /^\/docs(\/|$)/, contentSecurityPolicy: OWN_ASSETS_POLICY },
];
