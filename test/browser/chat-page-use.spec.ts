import type { Browser } from 'playwright-core';
import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import type { ConversationBody } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { ChatDesk, TEST_TIMEOUT_MS } from './chat-desk.js';
import { inChromium, startChromium } from './chromium.js';

jest.setTimeout(TEST_TIMEOUT_MS);
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
let app: AgentApp;
let browser: Browser;
let desk: ChatDesk;

/** The conversation that is open, as it is stored. */
async function stored(): Promise<ConversationBody> {
  const id = desk.page.url().split('#/c/')[1] ?? '';
  return (await app.client(await desk.deviceId()).conversation(id)).body;
}

async function reopen(options: Parameters<typeof ChatDesk.open>[2]): Promise<void> {
  await desk.close();
  desk = await ChatDesk.open(browser, `${app.url}/`, options);
}

describe('The chat page', () => {
  beforeAll(async () => {
    app = await startAgentApp({ AGENT_TIMEOUT_MS: '30000' });
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

  inChromium('welcomes with questions that can be asked by a click', async () => {
    await desk.picture('welcome');
    await desk.button('What is Parley?').click();
    await desk.feet.waitFor();

    expect(await desk.questions()).toEqual(['What is Parley?']);
    expect(await desk.page.getByText('What would you like to know?').isVisible()).toBe(false);
    expect(desk.complaints).toEqual([]);
  });

  inChromium('keeps what a person thinks of an answer, with a comment, until it is taken back', async () => {
    await desk.ask('Apples');
    const good = desk.button('Good answer');

    await desk.button('Bad answer').click();
    await desk.page.getByLabel('Anything to add? (optional)').fill('Too short.');
    await desk.page.locator('answer-foot').getByRole('button', { name: 'Send' }).click();
    await desk.page.getByText('Thank you.').waitFor();
    expect((await stored()).messages.at(-1)?.feedback).toEqual({ rating: 'dislike', comment: 'Too short.' });

    await desk.reload();
    expect(await desk.button('Bad answer').getAttribute('aria-pressed')).toBe('true');
    await good.click();
    await eventually(async () => ((await good.getAttribute('aria-pressed')) === 'true' ? true : null));
    await good.click();
    await desk.page.getByText('Taken back.').waitFor();
    expect((await stored()).messages.at(-1)?.feedback).toBeNull();
  });

  inChromium('can be used by keyboard alone', async () => {
    const { keyboard } = desk.page;
    await keyboard.type('Apples');
    await keyboard.press('Shift+Enter');
    await keyboard.type('and pears');
    await keyboard.press('Enter');
    await desk.feet.waitFor();
    expect(await desk.questions()).toEqual(['Apples\nand pears']);

    await pressUntil('Shift+Tab', 'Good answer');
    await keyboard.press('Enter');
    await desk.page.getByText('Thank you.').waitFor();
    await keyboard.press('Escape');
    await desk.focusOn('Good answer');

    await pressUntil('Shift+Tab', 'New chat');
    await keyboard.press('Enter');
    await desk.page.getByText('What would you like to know?').waitFor();
    await pressUntil('Shift+Tab', 'Apples and pears');
    await keyboard.press('Enter');
    await desk.feet.waitFor();
    await desk.focusOn('Your message');
  });

  inChromium('fits a phone and the narrowest of screens, with its conversations in a drawer', async () => {
    await reopen(PHONE);
    app.agent.script({
      kind: 'text',
      text: `${'x'.repeat(300)}\n\n\`\`\`\n${'y '.repeat(200)}\n\`\`\`\n\n| a | b |\n|---|---|\n| ${'z'.repeat(80)} | 2 |`,
    });
    await desk.ask(
      'How about https://example.com/a-very-long-address-that-has-no-place-to-break-anywhere-at-all?',
    );
    await desk.picture('phone');
    expect(await desk.overhang()).toBe(0);

    await desk.button('Conversations').click();
    await desk.picture('phone-drawer');
    await desk.focusOn('Close the conversations');
    await desk.page.keyboard.press('Escape');
    await desk.focusOn('Conversations');
    await desk.button('New chat').waitFor({ state: 'hidden' });

    for (const width of [320, 768]) {
      await desk.page.setViewportSize({ width, height: 640 });
      expect([width, await desk.overhang()]).toEqual([width, 0]);
    }
    await desk.page.setViewportSize({ width: 320, height: 640 });
    await desk.picture('narrowest');
  });

  inChromium('is dark where the system is, and as the person likes it from then on', async () => {
    const ground = (): Promise<string> =>
      desk.page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const light = await ground();
    await desk.page.emulateMedia({ colorScheme: 'dark' });
    const dark = await ground();
    await desk.ask('Apples');
    await desk.picture('dark');

    await desk.button(/^Colours: System/).click();
    await desk.button(/^Colours: Light/).waitFor();
    await desk.reload();

    expect(light).toBe('rgb(255, 255, 255)');
    expect(dark).not.toBe(light);
    expect(await ground()).toBe(light);
  });

  inChromium(
    'says how long to wait when the budget of this minute is spent, and keeps the question',
    async () => {
      const narrow = await startAgentApp({ RATE_LIMIT_PER_DEVICE: '2' });
      await desk.close();
      desk = await ChatDesk.open(browser, `${narrow.url}/`);
      const client = narrow.client(await desk.deviceId());
      for (let n = 0; n < 2; n++) await client.asDevice('/conversations');

      await desk.send('Apples');
      await desk.failure.getByText(/minute|moment|soon|slow/i).waitFor();
      await desk.picture('rate-limit');

      expect(await desk.page.locator('#retry').innerText()).toMatch(/^Try again in \d+ s$/);
      expect(await desk.page.locator('#retry').isDisabled()).toBe(true);
      await desk.page.reload();
      await desk.page.getByText('Apples').waitFor();
      await narrow.stop();
    },
  );
});

/** Presses a key until that has the focus. @throws Error when it never has */
async function pressUntil(key: string, name: string): Promise<void> {
  for (let n = 0; n < 40; n++) {
    await desk.page.keyboard.press(key);
    if ((await desk.focused()) === name) return;
  }
  throw new Error(`${key} never came to ${name}`);
}
