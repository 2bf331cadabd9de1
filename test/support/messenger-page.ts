import { createHmac, randomInt } from 'node:crypto';
import type { ShownMessage } from './graph-stand-in.js';

export const APP_SECRET = 'secret of the app of the tests';
export const VERIFY_TOKEN = 'word of the tests';
export const PAGE_TOKEN = 'token of the page';
/** The page that the tests write to. */
export const PAGE_ID = '1066';

/** Settings that turn the channel on, for a Graph API there. */
export const messengerSettings = (graphUrl: string): Record<string, string> => ({
  MESSENGER_APP_SECRET: APP_SECRET,
  MESSENGER_VERIFY_TOKEN: VERIFY_TOKEN,
  MESSENGER_PAGES: JSON.stringify({ [PAGE_ID]: PAGE_TOKEN }),
  MESSENGER_GRAPH_URL: graphUrl,
});

/** A person that no test has met. */
export const newPsid = (): string => String(randomInt(10 ** 12, 10 ** 13));

let mids = 0;
export const newMid = (): string => `m_${Date.now()}_${(mids += 1)}`;

export const signatureOf = (body: string, secret = APP_SECRET): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

/** An event of that person to the page. */
export const eventOf = (psid: string, event: object, atMs = Date.now()): object => ({
  sender: { id: psid },
  recipient: { id: PAGE_ID },
  timestamp: atMs,
  ...event,
});

export const textFrom = (psid: string, text: string, mid = newMid()): object =>
  eventOf(psid, { message: { mid, text } });

export const attachmentFrom = (psid: string, type: string): object =>
  eventOf(psid, { message: { mid: newMid(), attachments: [{ type, payload: { url: 'https://cdn/x' } }] } });

/** What Meta tells of a message that the page has sent. */
export const echoOf = ({ psid, mid, text, metadata }: ShownMessage): object => ({
  sender: { id: PAGE_ID },
  recipient: { id: psid },
  timestamp: Date.now(),
  message: { is_echo: true, app_id: 517, mid, text, metadata },
});

/** A webhook that brings these events. */
export const webhookOf = (...messaging: object[]): string =>
  JSON.stringify({ object: 'page', entry: [{ id: PAGE_ID, time: Date.now(), messaging }] });

/** Delivers a body as Meta does. */
export const deliver = (
  url: string,
  body: string,
  headers: Record<string, string> = { 'X-Hub-Signature-256': signatureOf(body) },
): Promise<Response> =>
  fetch(`${url}/messenger/v2/webhook`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
  });
