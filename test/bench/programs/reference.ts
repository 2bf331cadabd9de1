import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { askAgent, textOf } from './reference-agent.js';
import { ReferenceDatabase } from './reference-database.js';
import { ReferenceGate, type Visit } from './reference-gate.js';
import { tellUrl } from './tell-url.js';

// The least that a turn takes: Parley's two statements, two trips to Redis and one call of the agent, on bare node:http.

const environment = z
  .object({
    DATABASE_URL: z.string(),
    REDIS_URL: z.string(),
    AGENT_BASE_URL: z.string(),
  })
  .parse(process.env);
const request = z.object({ message: z.string(), conversation_id: z.string(), device_id: z.string() });
const memory = z.object({ messages: z.array(z.unknown()) });

const SYSTEM = {
  role: 'system',
  content: 'You are a helpful assistant. Answer briefly and in the language of the question.',
};
const MEMORY_SIZE = 10;
const database = new ReferenceDatabase(environment.DATABASE_URL);

async function takeTurn(
  gate: ReferenceGate,
  { visit, message }: { visit: Visit; message: string },
): Promise<string> {
  const { conversationId } = visit;
  const known = await gate.open(visit);
  const turn = await database.accept({ ...visit, message, isRemembered: known !== null });
  const tail = known === null ? turn.tail : memory.parse(JSON.parse(known)).messages;
  const question = { role: 'user', content: message };
  const answer = await askAgent(environment.AGENT_BASE_URL, [SYSTEM, ...tail, question]);
  const answerId = await database.complete(conversationId, turn, answer);
  const messages = [...tail, question, { role: 'assistant', content: answer }].slice(-MEMORY_SIZE);
  await gate.settle(visit, turn.turnNo, JSON.stringify({ messages }));
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
  const body = request.parse(JSON.parse(await textOf(incoming)));
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

void ReferenceGate.connect(environment.REDIS_URL).then((gate) => {
  const server = createServer((incoming, response) => {
    serve(gate, incoming, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  server.keepAliveTimeout = 120_000;
  tellUrl(server);
});
