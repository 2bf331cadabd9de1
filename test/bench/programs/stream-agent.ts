import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { tellUrl } from './tell-url.js';

// A model behind the OpenAI chat-completions protocol that says WORDS words, one every WORD_MS.
const words = Number(process.env['WORDS'] ?? 40);
const wordMs = Number(process.env['WORD_MS'] ?? 20);

const frame = (delta: object, reason: string | null): string =>
  `data: ${JSON.stringify({
    id: 'chatcmpl-bench',
    object: 'chat.completion.chunk',
    created: 0,
    model: 'bench',
    choices: [{ index: 0, delta, finish_reason: reason }],
  })}\n\n`;

async function tell(response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (let word = 0; word < words && !response.destroyed; word += 1) {
    response.write(frame({ content: `word${word} ` }, null));
    await delay(wordMs);
  }
  response.end(`${frame({}, 'stop')}data: [DONE]\n\n`);
}

const server = createServer((request, response) => {
  request.resume().once('end', () => void tell(response));
});
server.keepAliveTimeout = 120_000;
tellUrl(server, '/v1');
