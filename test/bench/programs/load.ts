import { setTimeout as delay } from 'node:timers/promises';
import { type LoadOrder, loadOrder, type LoadReport } from '../load-order.js';
import { percentile } from '../statistics.js';
import { RawConnection } from './raw-connection.js';

// Asks a server as it is ordered, and reports; one order after the other.

/** What was answered so far. */
class Tally {
  readonly latenciesMs: number[] = [];
  failures = 0;
  firstFailure: string | null = null;

  async time(ask: () => ReturnType<RawConnection['ask']>, startedAt = performance.now()): Promise<void> {
    try {
      const { status, body } = await ask();
      if (status !== 200) throw new Error(`${status} ${body.toString()}`);
      this.latenciesMs.push(performance.now() - startedAt);
    } catch (error) {
      this.failures += 1;
      this.firstFailure ??= String(error);
    }
  }
}

interface Client {
  readonly connection: RawConnection;
  readonly request: Buffer;
}

async function openClients({ url, clients, message }: LoadOrder): Promise<Client[]> {
  const server = new URL(url);
  return Promise.all(
    clients.map(async ({ deviceId, conversationId }) => {
      const body = JSON.stringify({ message, conversation_id: conversationId, device_id: deviceId });
      const head = [
        ...['POST /chat HTTP/1.1', `Host: ${server.host}`, 'Content-Type: application/json'],
        `Content-Length: ${Buffer.byteLength(body)}`,
      ];
      const request = Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
      return { connection: await RawConnection.open(server), request };
    }),
  );
}

async function closedLoop(
  clients: readonly Client[],
  tally: Tally,
  goesOn: (turns: number) => boolean,
): Promise<void> {
  const run = async ({ connection, request }: Client): Promise<void> => {
    for (let turns = 0; goesOn(turns) && tally.failures === 0; turns += 1)
      await tally.time(() => connection.ask(request));
  };
  await Promise.all(clients.map(run));
}

/** A client that is still waiting is waited for; the wait counts, as it would for a real caller. */
async function openLoop(
  clients: readonly Client[],
  tally: Tally,
  { seconds, perSecond }: { seconds: number; perSecond: number },
): Promise<void> {
  const startedAt = performance.now();
  const busy = clients.map(() => Promise.resolve());
  for (let number = 0; number < seconds * perSecond; number += 1) {
    const due = startedAt + (number * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await delay(wait);
    const slot = number % clients.length;
    const client = clients[slot];
    const before = busy[slot];
    if (client)
      busy[slot] = Promise.resolve(before).then(() =>
        tally.time(() => client.connection.ask(client.request), due),
      );
  }
  await Promise.all(busy);
}

function follow(clients: readonly Client[], tally: Tally, pace: LoadOrder['pace']): Promise<void> {
  const end = 'seconds' in pace ? performance.now() + pace.seconds * 1000 : 0;
  switch (pace.kind) {
    case 'closed':
      return closedLoop(clients, tally, () => performance.now() < end);
    case 'counted':
      return closedLoop(clients, tally, (turns) => turns < pace.turns);
    case 'open':
      return openLoop(clients, tally, pace);
  }
}

async function load(order: LoadOrder): Promise<LoadReport> {
  const clients = await openClients(order);
  const tally = new Tally();
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  await follow(clients, tally, order.pace);
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  for (const { connection } of clients) connection.close();
  const sorted = Float64Array.from(tally.latenciesMs).sort();
  return {
    turns: sorted.length,
    seconds,
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
    slowestMs: sorted.at(-1) ?? 0,
    cpuMs: (user + system) / 1000,
    failures: tally.failures,
    firstFailure: tally.firstFailure,
  };
}

process.on('message', (message) => {
  void load(loadOrder.parse(message)).then((report) => process.send?.(report));
});
process.once('disconnect', () => process.exit());
