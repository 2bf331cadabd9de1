import { once } from 'node:events';
import type { Response } from 'express';
import type { StreamEvent } from './stream-event.js';

/** A comment this often keeps what stands between us and the caller from taking the connection for dead, in ms. */
const HEARTBEAT_MS = 15_000;

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store',
  // Proxies that gather an answer before they pass it on, nginx for one, leave it alone.
  'X-Accel-Buffering': 'no',
};

/**
 * Sends events as server-sent events until there are no more or the caller hangs up; comes back then.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export async function sendEvents(
  response: Response,
  events: AsyncGenerator<StreamEvent>,
  hungUp: AbortSignal,
): Promise<void> {
  response.writeHead(200, HEADERS);
  response.flushHeaders();
  const heartbeat = setInterval(() => response.write(': still there\n\n'), HEARTBEAT_MS);
  try {
    for await (const event of events) {
      if (hungUp.aborted) break;
      if (!response.write(frame(event))) await once(response, 'drain', { signal: hungUp });
    }
  } catch (error) {
    if (!hungUp.aborted) throw error;
  } finally {
    clearInterval(heartbeat);
    response.end();
  }
}

/** JSON has no line ends of its own. */
const frame = ({ id, type, data }: StreamEvent): string =>
  `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;

/** Aborts once the caller has gone. */
export function whenHungUp(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return gone.signal;
}
