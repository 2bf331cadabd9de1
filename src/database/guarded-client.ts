import { Client, type ClientConfig } from 'pg';

/**
 * A client whose backend may end at any moment without ending the process. The server's last words can come in the same
 * packet as the end of the start: between the pool's hand-over and the first listener of whoever asked for the client.
 * Nothing is lost by the silence: every query on such a client rejects, and the pool then gives it up.
 */
export class GuardedClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
