import { type AgentApp, startAgentApp } from './agent-app.js';
import { eventually } from './eventually.js';
import { GraphStandIn } from './graph-stand-in.js';
import { deliver, messengerSettings, webhookOf } from './messenger-page.js';

/** Parley with Messenger on, and stand-ins for the model and for Meta. */
export interface MessengerApp extends AgentApp {
  readonly graph: GraphStandIn;
  /** Delivers these events in one webhook, and expects it to be taken. */
  hear(...events: object[]): Promise<void>;
  /** What the person sees, once that is `count` messages. */
  seen(psid: string, count: number): Promise<string[]>;
}

export async function startMessengerApp(env: Record<string, string> = {}): Promise<MessengerApp> {
  const graph = await GraphStandIn.start();
  const app = await startAgentApp({ ...messengerSettings(graph.url), ...env });
  const hear = async (...events: object[]): Promise<void> => {
    const { status } = await deliver(app.url, webhookOf(...events));
    if (status !== 200) throw new Error(`the webhook answered ${status}`);
  };
  const seen = (psid: string, count: number): Promise<string[]> =>
    eventually(async () => {
      const texts = graph.textsFor(psid);
      return texts.length >= count ? texts : null;
    });
  const stop = async (): Promise<void> => {
    await app.stop();
    await graph.close();
  };
  return { ...app, graph, hear, seen, stop };
}
