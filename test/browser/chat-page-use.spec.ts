import { startAgentApp } from '../support/agent-app.js';
import { eventually } from '../support/eventually.js';
import type { ChatDesk } from './chat-desk.js';
import { chatScene } from './chat-scene.js';
import { inChromium } from './chromium.js';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

describe('The chat page', () => {
  const scene = chatScene();

  inChromium('welcomes with questions that can be asked by a click', async () => {
    const { desk } = scene;
    await desk.picture('welcome');
    await desk.button('What is Parley?').click();
    await desk.feet.waitFor();

    expect(await desk.questions()).toEqual(['What is Parley?']);
    expect(await desk.page.getByText('What would you like to know?').isVisible()).toBe(false);
    expect(desk.complaints).toEqual([]);
  });

  inChromium('keeps what a person thinks of an answer, with a comment, until it is taken back', async () => {
    const { desk, stored } = scene;
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
    const { desk } = scene;
    const { keyboard } = desk.page;
    await keyboard.type('Apples');
    await keyboard.press('Shift+Enter');
    await keyboard.type('and pears');
    await keyboard.press('Enter');
    await desk.feet.waitFor();
    expect(await desk.questions()).toEqual(['Apples\nand pears']);

    await pressUntil(desk, 'Shift+Tab', 'Good answer');
    await keyboard.press('Enter');
    await desk.page.getByText('Thank you.').waitFor();
    await keyboard.press('Escape');
    await desk.focusOn('Good answer');

    await pressUntil(desk, 'Shift+Tab', 'New chat');
    await keyboard.press('Enter');
    await desk.page.getByText('What would you like to know?').waitFor();
    await pressUntil(desk, 'Shift+Tab', 'Apples and pears');
    await keyboard.press('Enter');
    await desk.feet.waitFor();
    await desk.focusOn('Your message');
  });

  inChromium('fits a phone and the narrowest of screens, with its conversations in a drawer', async () => {
    const { app } = scene;
    const desk = await scene.reopen(`${app.url}/`, PHONE);
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
    const { desk } = scene;
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
      const desk = await scene.reopen(`${narrow.url}/`);
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
async function pressUntil(desk: ChatDesk, key: string, name: string): Promise<void> {
  for (let n = 0; n < 40; n++) {
    await desk.page.keyboard.press(key);
    if ((await desk.focused()) === name) return;
  }
  throw new Error(`${key} never came to ${name}`);
}
