import { setTimeout as delay } from 'node:timers/promises';
import { type LoadOrder, loadOrder, type LoadReport } from '../load-order.js';
import { percentile } from '../statistics.js';
import { openChat } from './chat-clients.js';
import type { LoadClient } from './load-client.js';
import type { RawConnection } from './raw-connection.js';
import { openWebhooks } from './webhook-clients.js';

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

async function closedLoop(
  clients: readonly LoadClient[],
  tally: Tally,
  goesOn: (turns: number) => boolean,
): Promise<void> {
  const run = async ({ connection, next }: LoadClient): Promise<void> => {
    for (let turns = 0; goesOn(turns) && tally.failures === 0; turns += 1)
      await tally.time(() => connection.ask(next()));
  };
  await Promise.all(clients.map(run));
}

/** A client that is still waiting is waited for; the wait counts, as it would for a real caller. */
async function openLoop(
  clients: readonly LoadClient[],
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
        tally.time(() => client.connection.ask(client.next()), due),
      );
  }
  await Promise.all(busy);
}

function follow(clients: readonly LoadClient[], tally: Tally, pace: LoadOrder['pace']): Promise<void> {
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
  const { asks, url } = order;
  const clients = await (asks.kind === 'chat' ? openChat(url, asks) : openWebhooks(url, asks));
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
