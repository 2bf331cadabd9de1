import { randomUUID } from 'node:crypto';
import { Agent, type IncomingMessage, request } from 'node:http';
import { type StreamOrder, streamOrder, type StreamReport } from '../stream-order.js';
import { percentile } from '../statistics.js';

// Listens to streamed answers as it is ordered, and reports; one order after the other.

const keepAlive = new Agent({ keepAlive: true });

interface Tally {
  readonly firstMs: number[];
  readonly wholeMs: number[];
}

async function listen({ url, path, first }: StreamOrder, tally: Tally): Promise<void> {
  const body = JSON.stringify({ message: 'Thank you very much!', device_id: randomUUID() });
  const startedAt = performance.now();
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      'content-length': Buffer.byteLength(body),
    };
    request(`${url}${path}`, { method: 'POST', headers, agent: keepAlive }, resolve)
      .once('error', reject)
      .end(body);
  });
  let isTold = false;
  for await (const piece of answer.setEncoding('utf8')) {
    if (isTold || !String(piece).includes(first)) continue;
    tally.firstMs.push(performance.now() - startedAt);
    isTold = true;
  }
  if (answer.statusCode !== 200 || !isTold) throw new Error(`no stream: ${answer.statusCode ?? 0}`);
  tally.wholeMs.push(performance.now() - startedAt);
}

async function load(order: StreamOrder): Promise<StreamReport> {
  const tally: Tally = { firstMs: [], wholeMs: [] };
  const startedAt = performance.now();
  const end = startedAt + order.seconds * 1000;
  const client = async (): Promise<void> => {
    while (performance.now() < end) await listen(order, tally);
  };
  await Promise.all(Array.from({ length: order.clients }, client));
  const first = Float64Array.from(tally.firstMs).sort();
  return {
    streams: tally.wholeMs.length,
    seconds: (performance.now() - startedAt) / 1000,
    firstP50Ms: percentile(first, 0.5),
    firstP99Ms: percentile(first, 0.99),
    wholeP50Ms: percentile(Float64Array.from(tally.wholeMs).sort(), 0.5),
  };
}

process.on('message', (message) => {
  load(streamOrder.parse(message)).then(
    (report) => process.send?.(report),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.once('disconnect', () => process.exit());
