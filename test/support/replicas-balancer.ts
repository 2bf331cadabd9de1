import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 50;
/** Whoever says nothing for so long is not ready. */
const PATIENCE_MS = 500;

/** Where a server is, or was, or will be. @throws Error from `url` while there is none */
interface Place {
  readonly url: string;
}

/** What a load balancer knows: which replicas said lately that they are ready. */
export class Balancer<P extends Place> {
  private readonly ready = new Set<P>();
  private isStopped = false;
  private polling: Promise<unknown> = Promise.resolve();

  /** Comes back after the first look. */
  static async start<P extends Place>(places: readonly P[]): Promise<Balancer<P>> {
    const balancer = new Balancer<P>();
    await Promise.all(places.map((place) => balancer.look(place)));
    balancer.polling = Promise.all(places.map((place) => balancer.poll(place)));
    return balancer;
  }

  /** Those that are ready, in no order. */
  get open(): P[] {
    return [...this.ready];
  }

  /** Comes back when it has noticed that the replica is ready. */
  async sees(place: P): Promise<void> {
    while (!this.ready.has(place)) await delay(POLL_MS);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.polling;
  }

  private async poll(place: P): Promise<void> {
    while (!this.isStopped) {
      await delay(POLL_MS);
      await this.look(place);
    }
  }

  private async look(place: P): Promise<void> {
    if (await isReady(place)) this.ready.add(place);
    else this.ready.delete(place);
  }
}

async function isReady(place: Place): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(`${place.url}/health/ready`, { signal });
    await response.text(); // An answer that is not read keeps its connection.
    return response.ok;
  } catch {
    return false; // It does not listen, or there is none at the moment.
  }
}
