import { createServer, type ServerResponse } from 'node:http';
import { tellUrl } from './tell-url.js';

// A model behind the OpenAI chat-completions protocol that says the same to everybody after DELAY_MS.
const delayMs = Number(process.env['DELAY_MS'] ?? 0);
const answer = JSON.stringify({
  id: 'chatcmpl-bench',
  object: 'chat.completion',
  created: 0,
  model: 'bench',
  choices: [
    {
      index: 0,
      finish_reason: 'stop',
      message: {
        role: 'assistant',
        content: 'You are welcome. Is there anything else that I can do for you?',
      },
    },
  ],
  usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
});
const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) };

function reply(response: ServerResponse): void {
  response.writeHead(200, headers).end(answer);
}

const server = createServer((request, response) => {
  request.resume().once('end', () => {
    if (delayMs > 0) setTimeout(reply, delayMs, response);
    else reply(response);
  });
});
server.keepAliveTimeout = 120_000;
tellUrl(server, '/v1');
