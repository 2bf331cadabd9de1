import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { boundedSocket } from './bounded-socket.js';

describe(boundedSocket.name, () => {
  let server: Server;
  let far: Socket;

  beforeEach(async () => {
    server = createServer((socket) => (far = socket.on('error', () => undefined)));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(async () => {
    far.destroy();
    server.close();
    await once(server, 'close');
  });

  async function connect(silenceMs: number): Promise<Socket> {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server does not listen');
    const socket = boundedSocket(silenceMs).connect(address.port, '127.0.0.1');
    await Promise.all([once(socket, 'connect'), once(server, 'connection')]);
    return socket;
  }

  it('breaks when the other side says nothing', async () => {
    const socket = await connect(50);

    await expect(once(socket, 'data')).rejects.toThrow('Connection silent for 50 ms');

    expect(socket.destroyed).toBe(true);
  });

  it('carries what is said in time, both ways', async () => {
    const socket = await connect(60_000);

    far.on('data', (said) => far.write(said));
    socket.write('Hello?');

    expect(String((await once(socket, 'data'))[0])).toBe('Hello?');
    socket.destroy();
  });
});
