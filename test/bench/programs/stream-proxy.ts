import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { tellUrl } from './tell-url.js';

// The least that streaming takes: what the model says is passed on as it comes. Nothing is stored, checked or told again.

const { AGENT_BASE_URL } = z.object({ AGENT_BASE_URL: z.string() }).parse(process.env);
const keepAlive = new Agent({ keepAlive: true });

function pass(response: ServerResponse): void {
  const body = JSON.stringify({
    model: 'bench',
    stream: true,
    messages: [{ role: 'user', content: 'Hello' }],
  });
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const options = { method: 'POST', headers, agent: keepAlive };
  request(`${AGENT_BASE_URL}/chat/completions`, options, (answer: IncomingMessage) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    answer.pipe(response);
  })
    .once('error', () => response.destroy())
    .end(body);
}

const server = createServer((incoming, response) => {
  incoming.resume().once('end', () => pass(response));
});
server.keepAliveTimeout = 120_000;
tellUrl(server);
