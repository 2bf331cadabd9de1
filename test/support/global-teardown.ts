import { join } from 'node:path';
import { z } from 'zod';

/** The compiled `test-server.ts`. */
const testServer = z.looseObject({ stopTestServer: z.custom<() => Promise<void>>() });

/** Ends what global-setup started; `PARLEY_TEST_RUN` is the folder of the run. */
export default async function globalTeardown(): Promise<void> {
  const module = join(process.env.PARLEY_TEST_RUN ?? '', 'build', 'test', 'support', 'test-server.js');
  const server = testServer.parse(await import(module));
  await server.stopTestServer();
}
