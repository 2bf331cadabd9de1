import type { Browser, BrowserContextOptions } from 'playwright-core';
import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import type { ConversationBody } from '../support/api.js';
import { ChatDesk, TEST_TIMEOUT_MS } from './chat-desk.js';
import { startChromium } from './chromium.js';

/** Parley and a person in front of its chat page, a new one for every test; there from the first `beforeEach` on. */
export interface ChatScene {
  readonly app: AgentApp;
  readonly desk: ChatDesk;
  /** A new person at the page of that address, in the place of the one before. */
  reopen(url: string, options?: BrowserContextOptions): Promise<ChatDesk>;
  /** The conversation that is open, as it is stored. */
  stored(): Promise<ConversationBody>;
}

interface ChatSceneOptions {
  /** Parley that waits 30 s for its model where absent. */
  readonly start?: () => Promise<AgentApp>;
  /** Where the page is asked for; at Parley itself where absent. */
  readonly pageUrl?: () => string;
}

const startPatientApp = (): Promise<AgentApp> => startAgentApp({ AGENT_TIMEOUT_MS: '30000' });

/** Sets the scene for the tests of the `describe` that calls it, and clears it behind them. */
export function chatScene({ start = startPatientApp, pageUrl }: ChatSceneOptions = {}): ChatScene {
  let app: AgentApp;
  let browser: Browser;
  let desk: ChatDesk;
  const open = async (url: string, options?: BrowserContextOptions): Promise<ChatDesk> =>
    (desk = await ChatDesk.open(browser, url, options));

  jest.setTimeout(TEST_TIMEOUT_MS);
  beforeAll(async () => {
    app = await start();
    browser = await startChromium();
  });
  beforeEach(async () => {
    app.agent.reset();
    await open(pageUrl?.() ?? `${app.url}/`);
  });
  afterEach(() => desk.close());
  afterAll(async () => {
    await browser.close();
    await app.stop();
  });

  return {
    get app() {
      return app;
    },
    get desk() {
      return desk;
    },
    reopen: async (url, options) => {
      await desk.close();
      return open(url, options);
    },
    stored: () => storedAt(desk, app),
  };
}

async function storedAt(desk: ChatDesk, app: AgentApp): Promise<ConversationBody> {
  const id = desk.page.url().split('#/c/')[1] ?? '';
  return (await app.client(await desk.deviceId()).conversation(id)).body;
}
