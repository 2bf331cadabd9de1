import { z } from 'zod';
import { eventually } from './eventually.js';
import type { ServerProcess } from './server-process.js';

const event = z.looseObject({
  event_type: z.string(),
  request_id: z.string().nullable(),
  conversation_id: z.uuid().nullable(),
  owner: z.string().nullable(),
});

/** An event as a server has logged it. */
export type LoggedEvent = z.infer<typeof event>;

/** What a server has written once `last` is in it; it writes lines in order. */
export async function outputUpTo(server: ServerProcess, last: string): Promise<string> {
  return eventually(async () => (server.output().includes(last) ? server.output() : null));
}

/** The events of a request that was answered, oldest first. */
export async function eventsOf(server: ServerProcess, requestId: string): Promise<LoggedEvent[]> {
  const marker = `after.${requestId}`;
  await (await fetch(`${server.url}/nowhere`, { headers: { 'X-Request-Id': marker } })).text();
  const output = await outputUpTo(server, `"request_id":"${marker}"`);
  return eventsIn(output).filter((one) => one.request_id === requestId);
}

/** The events in a server's output, oldest first. */
export const eventsIn = (output: string): LoggedEvent[] =>
  output
    .split('\n')
    .filter((line) => line.includes('"event_type"'))
    .map((line) => event.parse(JSON.parse(line)));
