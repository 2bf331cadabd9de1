import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { ReferenceDatabase } from './reference-database.js';
import { ReferenceGate, type Visit } from './reference-gate.js';
import { tellUrl } from './tell-url.js';

// The least that a turn takes: Parley's two statements, two trips to Redis and one call of the agent, on bare node:http.

const environment = z
  .object({
    DATABASE_URL: z.string(),
    REDIS_URL: z.string(),
    REDIS_PREFIX: z.string(),
    AGENT_BASE_URL: z.string(),
  })
  .parse(process.env);
const request = z.object({ message: z.string(), conversation_id: z.string(), device_id: z.string() });
const completion = z.object({ choices: z.tuple([z.object({ message: z.object({ content: z.string() }) })]) });
const memory = z.object({ turn: z.number(), messages: z.array(z.unknown()) });

const SYSTEM = {
  role: 'system',
  content: 'You are a helpful assistant. Answer briefly and in the language of the question.',
};
const MEMORY_SIZE = 10;
const database = new ReferenceDatabase(environment.DATABASE_URL);

async function ask(messages: readonly unknown[]): Promise<string> {
  const response = await fetch(`${environment.AGENT_BASE_URL}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'bench', messages }),
  });
  return completion.parse(await response.json()).choices[0].message.content;
}

async function takeTurn(
  gate: ReferenceGate,
  { visit, message }: { visit: Visit; message: string },
): Promise<string> {
  const { conversationId } = visit;
  const known = await gate.open(visit);
  const turn = await database.accept({ ...visit, message });
  const tail = known === null ? turn.tail : memory.parse(JSON.parse(known)).messages;
  const question = { role: 'user', content: message };
  const answer = await ask([SYSTEM, ...tail, question]);
  const answerId = await database.complete(conversationId, turn, answer);
  const messages = [...tail, question, { role: 'assistant', content: answer }].slice(-MEMORY_SIZE);
  await gate.settle(visit, turn.turnNo, JSON.stringify({ turn: turn.turnNo, messages }));
  return JSON.stringify({
    conversation_id: conversationId,
    user_message_id: turn.messageId,
    assistant_message_id: answerId,
    response: answer,
    message: answer,
    metadata: { turn_id: turn.turnId, model: 'bench' },
  });
}

async function serve(
  gate: ReferenceGate,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  const body = request.parse(JSON.parse(Buffer.concat(chunks).toString()));
  const visit = {
    address: incoming.socket.remoteAddress ?? '',
    deviceId: body.device_id,
    conversationId: body.conversation_id,
    token: uuid(),
  };
  const answer = await takeTurn(gate, { visit, message: body.message });
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) };
  response.writeHead(200, headers).end(answer);
}

void ReferenceGate.connect(environment.REDIS_URL, environment.REDIS_PREFIX).then((gate) => {
  const server = createServer((incoming, response) => {
    serve(gate, incoming, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  server.keepAliveTimeout = 120_000;
  tellUrl(server);
});
