import { Agent, type IncomingMessage, request } from 'node:http';
import { z } from 'zod';

const completion = z.object({ choices: z.tuple([z.object({ message: z.object({ content: z.string() }) })]) });

const keepAlive = new Agent({ keepAlive: true });

/** The answer's text, over `node:http`: `fetch` takes more time for the same call. */
export async function askAgent(baseUrl: string, messages: readonly unknown[]): Promise<string> {
  const body = JSON.stringify({ model: 'bench', messages });
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const options = { method: 'POST', headers, agent: keepAlive };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(`${baseUrl}/chat/completions`, options, resolve).once('error', reject).end(body);
  });
  return completion.parse(JSON.parse(await textOf(response))).choices[0].message.content;
}

/** The whole body. */
export function textOf(message: IncomingMessage): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    message.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    message.once('end', () => resolve(text)).once('error', reject);
  });
}
