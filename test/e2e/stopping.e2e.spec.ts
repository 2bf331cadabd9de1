import { once } from 'node:events';
import { connect } from 'node:net';
import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import { eventually } from '../support/eventually.js';

/** True once nobody takes new connections there. */
async function refusesConnections(url: string): Promise<true | null> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const isRefused = await once(socket, 'connect').then(
    () => null,
    (): true => true,
  );
  socket.destroy();
  return isRefused;
}

describe('a server that stops', () => {
  let app: AgentApp;

  beforeEach(async () => {
    app = await startAgentApp({ SHUTDOWN_GRACE_MS: '20000', AGENT_TIMEOUT_MS: '20000' });
    app.agent.mode = { kind: 'slow' };
  });

  it('ends each kept connection with the answer that is on its way', async () => {
    const client = app.client();
    const before = await client.call('/health/live');
    const answering = client.chat('Will you let go of me?');
    await app.agent.arrival(1);

    const stopped = app.stop();
    await eventually(() => refusesConnections(app.url));
    app.agent.release();
    const { status, headers } = await answering;
    await stopped;

    expect(before.headers.get('connection')).toBe('keep-alive');
    expect([status, headers.get('connection')]).toEqual([200, 'close']);
  });

  it('ends a connection that asks only now with its answer, too', async () => {
    const { hostname, port } = new URL(app.url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.write('GET /health/live HTTP/1.1\r\n');
    const answering = app.client().chat('Hold the door open');
    await app.agent.arrival(1);

    const stopped = app.stop();
    await eventually(() => refusesConnections(app.url));
    socket.write('Host: parley\r\n\r\n');
    const [answer] = await once(socket, 'data');
    app.agent.release();
    await Promise.all([answering, stopped]);

    expect(String(answer)).toMatch(/^HTTP\/1\.1 200 OK\r\n(.+\r\n)*Connection: close\r\n/i);
  });
});
