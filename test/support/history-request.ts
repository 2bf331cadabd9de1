import { ApiClient, type Answer } from './api.js';
import type { Addressee, Operation } from './history.js';

/** Longest time one request may take before its caller gives it up. */
const REQUEST_MS = 20_000;

/** What a request came to: its status; `cut` broken, `silent` given up, `garbled` answered with something that is no JSON. */
export type Outcome = number | 'cut' | 'silent' | 'garbled';

export interface ChatCall {
  /** Base URL of the server. */
  readonly url: string;
  /** Where it listens to this caller; a device's door when absent. */
  readonly path?: string;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends the operation's message under its key. Null: there is no answer that could be read. */
export async function sendMessage<Body>(
  { conversation, text, key }: Operation<Addressee>,
  { url, path = '/chat', body, headers }: ChatCall,
): Promise<{ outcome: Outcome; answer: Answer<Body> | null }> {
  const { id, deviceId } = conversation;
  try {
    const answer = await new ApiClient(url, deviceId).call<Body>(path, {
      json: { message: text, device_id: deviceId, conversation_id: id, ...body },
      headers: { 'Idempotency-Key': key, ...headers },
      signal: AbortSignal.timeout(REQUEST_MS),
    });
    return { outcome: answer.status, answer };
  } catch (error) {
    return { outcome: outcomeOf(error), answer: null };
  }
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof SyntaxError) return 'garbled';
  return error instanceof Error && error.name === 'TimeoutError' ? 'silent' : 'cut';
}
