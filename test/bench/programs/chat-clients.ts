import type { ChatAsks } from '../load-order.js';
import { jsonRequest, type LoadClient } from './load-client.js';
import { RawConnection } from './raw-connection.js';

/** Clients that say the same again and again, each in its own conversation. */
export function openChat(url: string, { clients, message }: ChatAsks): Promise<LoadClient[]> {
  const server = new URL(url);
  return Promise.all(
    clients.map(async ({ deviceId, conversationId }) => {
      const body = JSON.stringify({ message, conversation_id: conversationId, device_id: deviceId });
      const request = jsonRequest(server, '/chat', { body });
      return { connection: await RawConnection.open(server), next: () => request };
    }),
  );
}
