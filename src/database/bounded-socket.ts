import { Socket } from 'node:net';

/**
 * A socket that breaks by itself once nothing has come or gone for `silenceMs`. Whoever waits on it then sees a lost
 * connection, which no pool hands out again; a client-side timeout of the query alone leaves the dead socket in the pool.
 */
export function boundedSocket(silenceMs: number): Socket {
  const socket = new Socket();
  return socket.setTimeout(silenceMs, () =>
    socket.destroy(new Error(`Connection silent for ${silenceMs} ms`)),
  );
}
