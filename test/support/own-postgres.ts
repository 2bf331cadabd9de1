import { createInterface } from 'node:readline';
import { startEmbeddedPostgres } from '../../src/database/embedded-postgres.js';

// A process that uses the embedded server of the folder it is given, until it reads the line "stop" or is killed.
const postgres = await startEmbeddedPostgres({ dataDir: process.argv[2] ?? '' });
process.stdout.write(`${JSON.stringify({ url: postgres.url, pid: postgres.pid })}\n`);
createInterface({ input: process.stdin }).once('line', () => {
  void postgres.stop().then(() => process.exit());
});
