import type { Browser } from 'playwright-core';
import { toolCall, toolServer } from '../support/mcp-servers.js';
import type { StreamApp } from '../support/stream-app.js';
import { asks, startToolApp } from '../support/tool-turns.js';
import { ChatDesk, TEST_TIMEOUT_MS } from './chat-desk.js';
import { inChromium, startChromium } from './chromium.js';

jest.setTimeout(TEST_TIMEOUT_MS);
let app: StreamApp;
let browser: Browser;
let desk: ChatDesk;

describe('Tools on the chat page', () => {
  beforeAll(async () => {
    app = await startToolApp({ shop: toolServer() }, { AGENT_TIMEOUT_MS: '60000' });
    browser = await startChromium();
  });
  beforeEach(async () => {
    app.agent.reset();
    desk = await ChatDesk.open(browser, `${app.url}/`);
  });
  afterEach(() => desk.close());
  afterAll(async () => {
    await browser.close();
    await app.stop();
  });

  inChromium('are named while they run, and can be stopped', async () => {
    app.agent.script(asks(toolCall('shop__wait')));
    await desk.send('Wait for me');
    await desk.page.getByText('Using shop: wait…').waitFor();
    await desk.picture('tool');

    await desk.button('Stop the answer').click();
    await desk.page.getByText('Stopped before there was an answer.').waitFor();

    expect(await desk.answers()).toEqual([]);
    expect(await desk.ask('Hello')).toBe('Echo: Hello');
  });

  inChromium('leave nothing but the answer', async () => {
    app.agent.script(asks(toolCall('shop__add', { a: 2, b: 40 })));

    expect(await desk.ask('How much is 2 and 40?')).toBe('Echo: 42');
    expect(await desk.page.getByText('Using shop').isVisible()).toBe(false);
  });
});
