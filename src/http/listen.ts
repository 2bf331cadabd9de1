import { once } from 'node:events';
import type { Server } from 'node:http';
import { isIPv6 } from 'node:net';
import { types } from 'node:util';
import { CannotListenError } from './listen.errors.js';

/** Where to listen; port 0 takes a free one. */
export interface Door {
  readonly host: string;
  readonly port: number;
}

/**
 * Opens the server to callers and returns the address that it has from this machine, such as `http://127.0.0.1:3000`.
 * @throws CannotListenError when the port is taken or not ours, or the host is no address of this machine
 */
export async function listen(server: Server, door: Door): Promise<string> {
  server.listen(door.port, door.host);
  await once(server, 'listening').catch((error: unknown) => {
    throw refusal(error, door);
  });
  return urlOf(server);
}

function urlOf(server: Server): string {
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the server listens on no port');
  const address = HERE.get(bound.address) ?? bound.address;
  return `http://${isIPv6(address) ? `[${address}]` : address}:${bound.port}`;
}

/** An address of this machine for those that mean all of them. */
const HERE: ReadonlyMap<string, string> = new Map([
  ['0.0.0.0', '127.0.0.1'],
  ['::', '::1'],
]);

function refusal(error: unknown, { host, port }: Door): unknown {
  const code = types.isNativeError(error) && 'code' in error ? error.code : null;
  switch (code) {
    case 'EADDRINUSE':
      return new CannotListenError(`PORT: ${port} is taken on ${host}; free it or set another one`, {
        cause: error,
      });
    case 'EACCES':
      return new CannotListenError(`PORT: this user may not listen on ${port}; set another one`, {
        cause: error,
      });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new CannotListenError(`HOST: ${host} is no address of this machine`, { cause: error });
    default:
      return error;
  }
}
