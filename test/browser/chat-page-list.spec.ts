import { chatScene } from './chat-scene.js';
import { inChromium } from './chromium.js';

describe('Conversations on the chat page', () => {
  const scene = chatScene();

  inChromium('keeps several conversations apart, each at an address of its own', async () => {
    const { desk } = scene;
    await desk.ask('Apples');
    const first = desk.page.url();
    await desk.button('New chat').click();
    await desk.focusOn('Your message');
    await desk.ask('Pears');

    await desk.page.goBack();
    await desk.answer('Echo: Apples').waitFor();
    expect(desk.page.url()).toBe(first);
    expect(await desk.answers()).toEqual(['Echo: Apples']);
    expect(await desk.page.title()).toBe('Apples – Parley');

    await desk.conversation('Pears').click();
    await desk.answer('Echo: Pears').waitFor();
    expect(await desk.conversation('Pears').getAttribute('aria-current')).toBe('page');
    await desk.focusOn('Your message');
  });

  inChromium('renames a conversation in place: Enter keeps the new title, Escape the old one', async () => {
    const { desk, stored } = scene;
    await desk.ask('Apples');

    await desk.button('Rename Apples').click();
    await desk.page.getByLabel('New title').fill('Not this');
    await desk.page.keyboard.press('Escape');
    await desk.focusOn('Apples');
    await desk.button('Rename Apples').click();
    await desk.page.getByLabel('New title').fill('Fruit');
    await desk.page.keyboard.press('Enter');
    await desk.conversation('Fruit').waitFor();

    expect((await stored()).title).toBe('Fruit');
    expect(await desk.title.innerText()).toBe('Fruit');
    await desk.focusOn('Fruit');
  });

  inChromium('deletes a conversation once that is confirmed, and begins a new one', async () => {
    const { app, desk, stored } = scene;
    await desk.ask('Apples');
    const { id } = await stored();

    await desk.button('Delete Apples').click();
    await desk.picture('delete');
    await desk.focusOn('Cancel');
    await desk.page.keyboard.press('Escape');
    await desk.focusOn('Delete Apples');
    await desk.button('Delete Apples').click();
    await desk.button('Delete').click();
    await desk.conversation('Apples').waitFor({ state: 'detached' });
    await desk.page.getByText('What would you like to know?').waitFor();

    expect((await app.client(await desk.deviceId()).conversation(id)).status).toBe(404);
    expect(desk.page.url()).toBe(`${app.url}/`);
    await desk.visit(`#/c/${id}`);
    expect(await desk.failure.innerText()).not.toBe('');
  });

  inChromium('finds conversations by their words', async () => {
    const { desk } = scene;
    await desk.ask('Apples');
    await desk.button('New chat').click();
    await desk.ask('Pears');

    await desk.page.getByLabel('Search chats').fill('appl');
    await desk.conversation('Pears').waitFor({ state: 'detached' });
    expect(await desk.conversation('Apples').count()).toBe(1);
    await desk.page.getByLabel('Search chats').fill('bananas');
    await desk.page.getByText('No chat has all of these words.').waitFor();
  });

  inChromium('shows the newest messages first, and earlier ones on demand, without a jump', async () => {
    const { app, desk, stored } = scene;
    await desk.ask('Question 0');
    const { id } = await stored();
    const client = app.client(await desk.deviceId());
    for (let n = 1; n < 30; n++) await client.chat(`Question ${n}`, { conversation_id: id });
    await desk.reload();
    await desk.feet.first().waitFor();
    const before = (await desk.questions()).length;

    await desk.button('Load earlier messages').click();
    await desk.page.locator('.user-message-text').nth(29).waitFor();

    expect(before).toBe(25);
    expect(await desk.questions()).toEqual(Array.from({ length: 30 }, (_, n) => `Question ${n}`));
    expect(await desk.button('Load earlier messages').isVisible()).toBe(false);
  });
});
