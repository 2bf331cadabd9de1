import { createServer, type Server } from 'node:http';
import { listen } from './listen.js';
import { CannotListenError } from './listen.errors.js';

describe(listen.name, () => {
  let servers: Server[];

  beforeEach(() => {
    servers = [];
  });

  afterEach(() => {
    for (const server of servers) server.close();
  });

  function server(): Server {
    const made = createServer((_request, response) => response.end('here'));
    servers.push(made);
    return made;
  }

  it.each(['127.0.0.1', 'localhost', '0.0.0.0'])('on %s gives an address that answers', async (host) => {
    const url = await listen(server(), { host, port: 0 });

    expect(url).toMatch(/^http:\/\/(127\.0\.0\.1|\[::1\]):\d+$/);
    expect(await (await fetch(url)).text()).toBe('here');
  });

  it('names PORT where another program has it', async () => {
    const url = new URL(await listen(server(), { host: '127.0.0.1', port: 0 }));
    const port = Number(url.port);

    const refused = listen(server(), { host: '127.0.0.1', port });

    await expect(refused).rejects.toThrow(CannotListenError);
    await expect(refused).rejects.toThrow(`PORT: ${port} is taken on 127.0.0.1; free it or set another one`);
  });

  it('names HOST where it is no address of this machine', async () => {
    const refused = listen(server(), { host: '192.0.2.1', port: 0 });

    await expect(refused).rejects.toThrow('HOST: 192.0.2.1 is no address of this machine');
  });
});
