import { createServer } from 'node:http';
import { tellUrl } from './tell-url.js';

// Meta's Send API that takes every message at once.
let count = 0;
const server = createServer((request, response) => {
  request.resume().once('end', () => {
    const answer = JSON.stringify({ recipient_id: '1', message_id: `m_${(count += 1)}` });
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) };
    response.writeHead(200, headers).end(answer);
  });
});
server.keepAliveTimeout = 120_000;
tellUrl(server);
