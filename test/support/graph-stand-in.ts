import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { ProfileStandIn } from './profile-stand-in.js';

const bodySchema = z.looseObject({
  recipient: z.object({ id: z.string() }),
  message: z.looseObject({ text: z.string().optional(), metadata: z.string() }).optional(),
  sender_action: z.string().optional(),
  target_app_id: z.string().optional(),
});
type GraphBody = z.infer<typeof bodySchema>;

/** A call of the Send API, in order of arrival. */
export interface GraphRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly body: GraphBody;
}

/** A message that a person sees. */
export interface ShownMessage {
  readonly mid: string;
  readonly pageId: string;
  readonly psid: string;
  readonly text: string;
  /** As it was given to the Send API. */
  readonly metadata: string;
}

/** What the stand-in does with a message. */
export type GraphReply =
  /** Shows it, and says so. */
  | { readonly kind: 'accept' }
  /** Shows it, and closes the connection without a word. */
  | { readonly kind: 'accept-and-break' }
  /** Closes the connection and shows nothing. */
  | { readonly kind: 'break' }
  /** Neither shows it nor answers. */
  | { readonly kind: 'hang' }
  /** Refuses it. */
  | { readonly kind: 'refuse'; readonly status: number; readonly body: unknown };

/** An error as the Graph API words it. */
export const graphError = (code: number, subcode?: number): GraphReply => ({
  kind: 'refuse',
  status: 400,
  body: {
    error: { message: 'An error', type: 'OAuthException', code, error_subcode: subcode, fbtrace_id: 'x' },
  },
});

/** Meta's Graph API as far as a page needs it, over real HTTP on a free port. */
export class GraphStandIn {
  /** Replies to messages and passes of a thread, by what they say; the script goes first, one reply a message. */
  mode: (message: ShownMessage) => GraphReply = () => ({ kind: 'accept' });
  readonly profiles = new ProfileStandIn();
  readonly requests: GraphRequest[] = [];
  readonly shown: ShownMessage[] = [];
  private readonly queue: GraphReply[] = [];
  private count = 0;

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => {
      this.serve(request, response).catch(() => response.destroy());
    });
  }

  static async start(): Promise<GraphStandIn> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new GraphStandIn(server);
  }

  /** What MESSENGER_GRAPH_URL takes. */
  get url(): string {
    const address: AddressInfo | string | null = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('the stand-in does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  script(...replies: GraphReply[]): void {
    this.queue.push(...replies);
  }

  /** What the person sees, oldest first. */
  textsFor(psid: string): string[] {
    return this.shown.filter((message) => message.psid === psid).map((message) => message.text);
  }

  /** Calls that tried to send the person something. */
  sendsTo(psid: string): GraphRequest[] {
    return this.requests.filter(({ body }) => body.message && body.recipient.id === psid);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  /** Calls that gave the person's thread to another app. */
  passesOf(psid: string): GraphRequest[] {
    return this.requests.filter(({ body }) => body.target_app_id !== undefined && body.recipient.id === psid);
  }

  private async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname: path, searchParams: query } = new URL(incoming.url ?? '', this.url);
    const [pageId = '', edge] = path.split('/').slice(-2);
    const sent = await text(incoming);
    if (edge === 'messenger_profile') {
      const { method = '' } = incoming;
      const fields = query.get('fields')?.split(',') ?? [];
      const { status, body } = this.profiles.reply({ method, pageId, fields, body: jsonOf(sent) });
      return answer(response, status, body);
    }
    const body = bodySchema.parse(JSON.parse(sent));
    this.requests.push({ path, query, authorization: incoming.headers.authorization, body });
    if (body.sender_action !== undefined) return answer(response, 200, { recipient_id: body.recipient.id });
    this.take(response, pageId, body);
  }

  /** A message, or a pass of the thread. */
  private take(response: ServerResponse, pageId: string, { recipient, message }: GraphBody): void {
    const about = {
      mid: `m_${(this.count += 1)}`,
      pageId,
      psid: recipient.id,
      text: message?.text ?? '',
      metadata: message?.metadata ?? '',
    };
    const reply = this.queue.shift() ?? this.mode(about);
    const isTaken = reply.kind === 'accept' || reply.kind === 'accept-and-break';
    if (message && isTaken) this.shown.push(about);
    const success = message ? { recipient_id: about.psid, message_id: about.mid } : { success: true };
    answerWith(response, reply, success);
  }
}

/** `success`: what is answered where the call is accepted. */
function answerWith(response: ServerResponse, reply: GraphReply, success: object): void {
  switch (reply.kind) {
    case 'accept':
      return answer(response, 200, success);
    case 'refuse':
      return answer(response, reply.status, reply.body);
    case 'hang':
      return;
    default:
      response.destroy();
  }
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(text);
}

const jsonOf = (sent: string): unknown => (sent === '' ? null : JSON.parse(sent));
