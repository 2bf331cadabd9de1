import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Cluster } from './postgres-cluster.js';

/** A port that nobody listens on: the cluster's last one where it is free, so that addresses stay as they are. */
export async function choosePort(cluster: Cluster): Promise<number> {
  const file = portFile(cluster);
  const last = existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : 0;
  return (last > 0 ? await probe(last) : null) ?? (await probe(0)) ?? 0;
}

export function rememberPort(cluster: Cluster, port: number): void {
  writeFileSync(portFile(cluster), `${port}\n`);
}

const portFile = (cluster: Cluster): string => join(cluster.home, 'port');

/** Listens for a moment; `null` when the port is taken. Port 0 is any free one. */
function probe(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const found = address !== null && typeof address === 'object' ? address.port : null;
      server.close(() => resolve(found));
    });
  });
}
