import { type AgentApp, startAgentApp } from './agent-app.js';
import type { Frame } from './event-stream.js';

/** Accept of a caller who wants events. */
export const EVENTS = { Accept: 'text/event-stream' };
/** An answer of many words. */
export const LONG = Array.from({ length: 40 }, (_, n) => `word${n}`).join(' ');

interface Asked {
  readonly headers?: Record<string, string>;
  readonly body?: object;
}

/** Parley with a stand-in for its model, and a device that wants to hear answers while they are made. */
export interface StreamApp extends AgentApp {
  /** Asks as the device of the test that runs; `meet` makes a new one. */
  post(message: string, more?: Asked): Promise<Response>;
  follow(turnId: unknown, after?: string, headers?: Record<string, string>): Promise<Response>;
  cancel(turnId: unknown, headers?: Record<string, string>): Promise<Response>;
  meet(): string;
  /** Id of an empty conversation of the device. */
  conversation(): Promise<string>;
}

export async function startStreamApp(env: Record<string, string> = {}): Promise<StreamApp> {
  const app = await startAgentApp(env);
  let deviceId = crypto.randomUUID();
  const meet = (): string => {
    app.agent.reset();
    return (deviceId = crypto.randomUUID());
  };
  const post = (message: string, { headers, body }: Asked = {}): Promise<Response> =>
    fetch(`${app.url}/chat`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...EVENTS, ...headers },
      body: JSON.stringify({ message, device_id: deviceId, ...body }),
    });
  const ofTurn = (path: string, init: RequestInit, headers: Record<string, string>): Promise<Response> =>
    fetch(`${app.url}/turns/${path}`, { ...init, headers: { 'X-Device-Id': deviceId, ...headers } });
  const conversation = async (): Promise<string> => {
    const { body } = await app
      .client(deviceId)
      .call<{ id: string }>('/conversations', { json: { device_id: deviceId } });
    return body.id;
  };
  return {
    ...app,
    meet,
    post,
    conversation,
    follow: (turnId, after = '', headers = {}) => ofTurn(`${String(turnId)}/events${after}`, {}, headers),
    cancel: (turnId, headers = {}) => ofTurn(`${String(turnId)}/cancel`, { method: 'POST' }, headers),
  };
}

/** The kinds of events in their order, a row of the same one once. Whether there are sources is up to the knowledge base. */
export const typesOf = (all: readonly Frame[]): string[] =>
  all
    .map(({ type }) => type)
    .filter((type) => type !== 'sources')
    .filter((type, n, types) => type !== types[n - 1]);

export const turnOf = (all: readonly Frame[]): unknown => all[0]?.data['turn_id'];

export const isRising = (all: readonly Frame[]): boolean =>
  all.every(({ id }, n) => n === 0 || id > (all[n - 1]?.id ?? 0));
