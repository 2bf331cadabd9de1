import type { Server } from 'node:http';

/** Listens on a free port, and tells the process that started this one where. */
export function tellUrl(server: Server, path = ''): void {
  server.listen({ host: '127.0.0.1', port: 0, backlog: 1024 }, () => {
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    process.send?.({ url: `http://127.0.0.1:${port ?? 0}${path}` });
  });
  process.once('disconnect', () => process.exit());
}
