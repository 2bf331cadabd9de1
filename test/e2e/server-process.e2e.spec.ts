import { cloneDatabase, type TestDatabase } from '../support/database.js';
import { type ServerProcess, startServer } from '../support/server-process.js';

describe('the built server', () => {
  let database: TestDatabase;
  let server: ServerProcess;

  beforeAll(async () => {
    database = await cloneDatabase();
    server = await startServer({ databaseUrl: database.url });
  }, 120_000);

  afterAll(async () => {
    await server.stop('SIGKILL');
    await database.drop();
  });

  it('serves on the address that it prints', async () => {
    const response = await fetch(`${server.url}/health/live`);

    expect(response.status).toBe(200);
  });

  it('takes a signal that a terminal sends and npm passes on for one', async () => {
    const started = await startServer({ databaseUrl: database.url });

    started.signal('SIGINT');

    expect(await started.stop('SIGTERM')).toEqual({ code: 0, signal: null });
  });

  it('ends with 0 after SIGTERM', async () => {
    expect(await server.stop()).toEqual({ code: 0, signal: null });
  });
});
