import { connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Sends bytes as they are to a port of 127.0.0.1 and leaves the connection open until the server closes it.
 * @returns the answers in the order in which they came
 */
export async function sendRaw(port: number, ...chunks: (string | Buffer)[]): Promise<RawAnswer[]> {
  const received: Buffer[] = [];
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  socket.on('data', (chunk: Buffer) => received.push(chunk));
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  // The server may reset what it does not read; what it answered before counts.
  socket.on('error', () => {});
  for (const chunk of chunks) socket.write(chunk);
  await closed;
  return parseAnswers(Buffer.concat(received).toString('utf8'));
}

function parseAnswers(text: string): RawAnswer[] {
  if (text === '') return [];
  const end = text.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = Object.fromEntries(lines.map(parseHeader));
  const body = Buffer.from(text.slice(end + 4));
  const length = Number(headers['content-length'] ?? 0);
  return [
    { status: Number(statusLine.split(' ')[1]), headers, body: body.subarray(0, length).toString('utf8') },
    ...parseAnswers(body.subarray(length).toString('utf8')),
  ];
}

function parseHeader(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}
