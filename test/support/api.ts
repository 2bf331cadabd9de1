import { randomUUID } from 'node:crypto';

/** An answer over HTTP; the body is parsed as JSON, and null where there is none. */
export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface ChatBody {
  readonly conversation_id: string;
  readonly user_message_id: string;
  readonly assistant_message_id: string;
  readonly response: string;
  readonly message: string;
  readonly metadata: { readonly turn_id: string; readonly intent: string } & Record<string, unknown>;
}

export interface ErrorBody {
  readonly error: string;
  readonly message: string;
  readonly request_id: string;
  readonly details?: readonly { field: string; message: string }[];
  readonly retry_after?: number;
  readonly conversation_id?: string;
  readonly user_message_id?: string;
  readonly turn_id?: string;
}

export interface ToolResultBody {
  readonly tool_call_id: string;
  readonly content: string;
  readonly is_error: boolean;
}

export interface MessageBody {
  readonly id: string;
  readonly seq: number;
  readonly role: 'user' | 'assistant';
  readonly content: string;
  readonly metadata: Record<string, unknown>;
  readonly tool_calls: readonly unknown[] | null;
  readonly tool_results: readonly ToolResultBody[] | null;
  readonly created_at: string;
  readonly feedback: { readonly rating: string; readonly comment: string | null } | null;
}

export interface ConversationBody {
  readonly id: string;
  readonly title: string | null;
  readonly message_count: number;
  readonly created_at: string;
  readonly updated_at: string;
  readonly last_activity: string;
  readonly platform: string;
  readonly messages: readonly MessageBody[];
  readonly has_more: boolean;
}

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE' | 'HEAD' | 'OPTIONS';
  /** Sent as JSON. */
  readonly json?: unknown;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

/** One caller of Parley's API: a device of its own, or the user whose token it bears. */
export class ApiClient {
  constructor(
    readonly url: string,
    readonly deviceId: string = randomUUID(),
  ) {}

  /** One request; `Body` is what the caller expects to read. */
  async call<Body>(path: string, { method, json, headers, signal }: Call = {}): Promise<Answer<Body>> {
    const response = await fetch(`${this.url}${path}`, {
      method: method ?? (json === undefined ? 'GET' : 'POST'),
      headers: { ...(json !== undefined && { 'Content-Type': 'application/json' }), ...headers },
      ...(json !== undefined && { body: JSON.stringify(json) }),
      ...(signal && { signal }),
    });
    const text = await response.text();
    const body: Body = text === '' ? null : JSON.parse(text);
    return { status: response.status, headers: response.headers, body };
  }

  /** POST /chat as this device. */
  chat(
    message: string,
    more: { conversation_id?: string; key?: string; headers?: Record<string, string> } & Record<
      string,
      unknown
    > = {},
  ): Promise<Answer<ChatBody>> {
    const { key, headers, ...body } = more;
    const idempotency: Record<string, string> = key === undefined ? {} : { 'Idempotency-Key': key };
    return this.call('/chat', {
      json: { message, device_id: this.deviceId, ...body },
      headers: { ...idempotency, ...headers },
    });
  }

  /** The same request, for a test that expects a failure. */
  async failedChat(...args: Parameters<ApiClient['chat']>): Promise<Answer<ErrorBody>> {
    const { status, headers, body } = await this.chat(...args);
    return { status, headers, body: asError(body) };
  }

  /** GET /conversations/{id} as this device. */
  conversation(id: string): Promise<Answer<ConversationBody>> {
    return this.call(`/conversations/${id}`, { headers: { 'X-Device-Id': this.deviceId } });
  }

  /** Any request as this device, by header. */
  asDevice<Body>(path: string, call: Call = {}): Promise<Answer<Body>> {
    return this.call(path, { ...call, headers: { 'X-Device-Id': this.deviceId, ...call.headers } });
  }
}

/** A failed answer's body, whatever was expected. */
function asError(body: unknown): ErrorBody {
  const error: ErrorBody = JSON.parse(JSON.stringify(body));
  return error;
}
