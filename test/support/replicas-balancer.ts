import { setTimeout as delay } from 'node:timers/promises';
import type { Replica, Replicas } from './replicas.js';

const POLL_MS = 50;

/** What a load balancer knows: which replicas said lately that they are ready. */
export class Balancer {
  ready: readonly Replica[] = [];
  private isStopped = false;
  private polling: Promise<void> = Promise.resolve();

  private constructor(private readonly replicas: Replicas) {}

  /** Comes back after the first look. */
  static async start(replicas: Replicas): Promise<Balancer> {
    const balancer = new Balancer(replicas);
    await balancer.look();
    balancer.polling = balancer.poll();
    return balancer;
  }

  /** Comes back when it has noticed that the replica is ready. */
  async sees(replica: Replica): Promise<void> {
    while (!this.ready.includes(replica)) await delay(POLL_MS);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.polling;
  }

  private async poll(): Promise<void> {
    while (!this.isStopped) {
      await delay(POLL_MS);
      await this.look();
    }
  }

  private async look(): Promise<void> {
    const answers = await Promise.all(this.replicas.all.map(async (replica) => isReady(replica)));
    this.ready = this.replicas.all.filter((_, index) => answers[index]);
  }
}

async function isReady(replica: Replica): Promise<boolean> {
  try {
    return (await fetch(`${replica.url}/health/ready`)).ok;
  } catch {
    return false; // It does not listen, or there is none at the moment.
  }
}
