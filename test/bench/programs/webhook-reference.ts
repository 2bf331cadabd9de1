import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import pg from 'pg';
import { z } from 'zod';
import { textOf } from './reference-agent.js';
import { tellUrl } from './tell-url.js';

// The least that a webhook takes: the signature, one row that is stored once, and 200. Nobody is answered.

const POOL_SIZE = 16;
const TABLE = 'CREATE TABLE webhook_reference (mid text PRIMARY KEY, body text NOT NULL)';
const INSERT = 'INSERT INTO webhook_reference (mid, body) VALUES ($1, $2) ON CONFLICT DO NOTHING';

const environment = z.object({ DATABASE_URL: z.string(), APP_SECRET: z.string() }).parse(process.env);
const pool = new pg.Pool({ connectionString: environment.DATABASE_URL, max: POOL_SIZE });
const webhook = z.object({
  entry: z.tuple([z.object({ messaging: z.tuple([z.object({ message: z.object({ mid: z.string() }) })]) })]),
});

async function take(request: IncomingMessage): Promise<number> {
  const body = await textOf(request);
  const expected = `sha256=${createHmac('sha256', environment.APP_SECRET).update(body).digest('hex')}`;
  const given = String(request.headers['x-hub-signature-256']);
  if (given.length !== expected.length || !timingSafeEqual(Buffer.from(given), Buffer.from(expected)))
    return 403;
  const [{ messaging }] = webhook.parse(JSON.parse(body)).entry;
  await pool.query({ name: 'take', text: INSERT, values: [messaging[0].message.mid, body] });
  return 200;
}

void pool.query(TABLE).then(() => {
  const server = createServer((request, response) => {
    take(request)
      .then((status) => response.writeHead(status, { 'content-length': 0 }).end())
      .catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  server.keepAliveTimeout = 120_000;
  tellUrl(server);
});
