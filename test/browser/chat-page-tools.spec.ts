import { toolCall, toolServer } from '../support/mcp-servers.js';
import { asks, startToolApp } from '../support/tool-turns.js';
import { chatScene } from './chat-scene.js';
import { inChromium } from './chromium.js';

describe('Tools on the chat page', () => {
  const scene = chatScene({
    start: () => startToolApp({ shop: toolServer() }, { AGENT_TIMEOUT_MS: '60000' }),
  });

  inChromium('are named while they run, and can be stopped', async () => {
    const { app, desk } = scene;
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
    const { app, desk } = scene;
    app.agent.script(asks(toolCall('shop__add', { a: 2, b: 40 })));

    expect(await desk.ask('How much is 2 and 40?')).toBe('Echo: 42');
    expect(await desk.page.getByText('Using shop').isVisible()).toBe(false);
  });
});
