import { createHmac } from 'node:crypto';
import type { WebhookAsks } from '../load-order.js';
import { jsonRequest, type LoadClient } from './load-client.js';
import { RawConnection } from './raw-connection.js';

const FIRST_PSID = 10 ** 15;
const TEXT = 'Thank you very much!';

/** Connections over which Meta delivers a message each, of people who take turns. */
export function openWebhooks(url: string, { clients, ...asks }: WebhookAsks): Promise<LoadClient[]> {
  const server = new URL(url);
  const run = Date.now();
  let count = 0;
  const next = (): Buffer => {
    count += 1;
    return delivery(server, asks, {
      mid: `m_${run}_${count}`,
      psid: String(FIRST_PSID + (count % asks.people)),
    });
  };
  return Promise.all(
    Array.from({ length: clients }, async () => ({ connection: await RawConnection.open(server), next })),
  );
}

function delivery(
  server: URL,
  { pageId, secret }: Pick<WebhookAsks, 'pageId' | 'secret'>,
  { mid, psid }: { mid: string; psid: string },
): Buffer {
  const timestamp = Date.now();
  const message = {
    sender: { id: psid },
    recipient: { id: pageId },
    timestamp,
    message: { mid, text: TEXT },
  };
  const entry = [{ id: pageId, time: timestamp, messaging: [message] }];
  const body = JSON.stringify({ object: 'page', entry });
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return jsonRequest(server, '/messenger/v2/webhook', {
    body,
    headers: [`X-Hub-Signature-256: sha256=${signature}`],
  });
}
