import { join } from 'node:path';

/** Ends what global-setup started; `PARLEY_TEST_RUN` is the folder of the run. */
export default async function globalTeardown(): Promise<void> {
  const module = join(process.env.PARLEY_TEST_RUN ?? '', 'build', 'test', 'support', 'test-server.js');
  const server: typeof import('./test-server.js') = await import(module);
  await server.stopTestServer();
}
