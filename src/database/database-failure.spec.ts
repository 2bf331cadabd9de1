import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { Client } from 'pg';
import { isDatabaseUnavailable } from './database-failure.js';

/** A port of this machine that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

/** What a socket says of a refused connection to a name that has these addresses. */
async function refusal(...addresses: [string, number][]): Promise<unknown> {
  const socket = connect({
    host: 'database.test',
    port: await freePort(),
    lookup: (_name, _options, callback) =>
      callback(
        null,
        addresses.map(([address, family]) => ({ address, family })),
      ),
  });
  const [error]: unknown[] = await once(socket, 'error').catch((thrown: unknown) => [thrown]);
  return error;
}

describe(isDatabaseUnavailable.name, () => {
  it('knows a refused connection to a host with one address', async () => {
    expect(isDatabaseUnavailable(await refusal(['127.0.0.1', 4]))).toBe(true);
  });

  it('knows a refused connection to a host with two addresses, which has no message', async () => {
    const error = await refusal(['127.0.0.1', 4], ['::1', 6]);

    expect(error).toMatchObject({ message: '', errors: [{ syscall: 'connect' }, { syscall: 'connect' }] });
    expect(isDatabaseUnavailable(error)).toBe(true);
  });

  it('knows a connection that cannot be made any more', async () => {
    const client = new Client({ host: '127.0.0.1', port: await freePort() });

    const error: unknown = await client.connect().catch((thrown: unknown) => thrown);

    expect(isDatabaseUnavailable(error)).toBe(true);
  });

  it.each([
    ['of failures besides', new AggregateError([new Error('Connection terminated'), new TypeError('a bug')])],
    ['of nothing', new AggregateError([])],
  ])('takes no collection %s for a lost connection', (_what, error) => {
    expect(isDatabaseUnavailable(error)).toBe(false);
  });
});
