import { type ChatScene, chatScene } from './chat-scene.js';
import { inChromium } from './chromium.js';

/** Asks what the component shows. */
const SHOWN = "document.querySelector('deep-chat').shadowRoot.querySelector";

/** Things that an answer must never become; each would run `hacked`, or ask another host. */
const HOSTILE = [
  '<img src=x onerror="window.hacked = 1">',
  '<script>window.hacked = 2</script>',
  '<iframe srcdoc="<script>parent.hacked = 3</script>"></iframe>',
  '[click me](javascript:window.hacked=4)',
  '[click me](JaVaScRiPt&#58;window.hacked=5)',
  '[click me](java&#x09;script:window.hacked=6)',
  '<javascript:window.hacked=7>',
  '[click me](data:text/html;base64,PHNjcmlwdD53aW5kb3cuaGFja2VkPTg8L3NjcmlwdD4=)',
  '[click me](vbscript:hacked)',
  '![picture](javascript:window.hacked=9)',
  '![picture](http://tracker.invalid/pixel.png)',
  '[a](https://example.com" onmouseover="window.hacked=10)',
  '[b][ref]\n\n[ref]: javascript:window.hacked=11',
  '<a href="javascript:window.hacked=12">click me</a>',
  '<answer-foot answer="x"></answer-foot><style>* { display: none }</style>',
  '```"><img src=x onerror=window.hacked=15>\ncode\n```',
  '![p](https://example.com/a.png "onload=window.hacked=16")',
  '<svg onload="window.hacked = 13"></svg>',
  '```<img src=x onerror="window.hacked = 14">\n<b>bold</b>\n```',
];

describe('The text of messages on the chat page', () => {
  const scene = chatScene();

  inChromium('is Markdown', async () => {
    const { app, desk } = scene;
    const text =
      '## Plan\n\n1. **First**\n2. `second`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[more](https://example.com/)';
    app.agent.script({ kind: 'text', text });

    await desk.ask('Make a plan');

    const answer = desk.page.getByRole('article', { name: 'Parley' });
    expect(await answer.locator('h2').innerText()).toBe('Plan');
    expect(await answer.locator('ol li').allInnerTexts()).toEqual(['First', 'second']);
    expect(await answer.locator('td').allInnerTexts()).toEqual(['1', '2']);
    const link = answer.getByRole('link', { name: 'more' });
    expect(await link.getAttribute('href')).toBe('https://example.com/');
    expect(await link.getAttribute('target')).toBe('_blank');
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
  });

  inChromium(
    'is never markup or script of the model, while it comes, when it is whole, or when it is read again',
    async () => {
      const { app, desk } = scene;
      const text = HOSTILE.join('\n\n');
      app.agent.script({ kind: 'paced', text, wordMs: 1 });

      await desk.ask('Attack');
      await provesHarmless(scene);
      await desk.reload();
      await desk.feet.waitFor();
      await provesHarmless(scene);
    },
  );

  inChromium('is never markup of a person, in messages and in titles', async () => {
    const { desk } = scene;
    const text = 'Look: <b>x</b> [click me](javascript:window.hacked=1) `<i>`';

    await desk.ask(text);
    await provesHarmless(scene);

    expect(await desk.page.locator('#sidebar b, #title b').count()).toBe(0);
  });

  inChromium('runs from right to left where its script does', async () => {
    const { app, desk } = scene;
    app.agent.script({ kind: 'text', text: 'مرحبا! كيف يمكنني مساعدتك؟' });

    await desk.ask('سلام');
    const direction = (role: string): Promise<string> =>
      desk.page.evaluate<string>(`getComputedStyle(${SHOWN}('[aria-label=${role}]')).direction`);

    expect([await direction('You'), await direction('Parley')]).toEqual(['rtl', 'rtl']);
    await desk.picture('right-to-left');
  });

  inChromium('shows the sources of an answer as links to the web only', async () => {
    const { desk } = scene;
    const asked = 'What is Parley?';

    await desk.ask(asked);
    const sources = desk.feet.getByText(/sources?$/);
    await sources.click();
    await desk.picture('sources');

    expect(await desk.feet.locator('ol li .name').allInnerTexts()).toContain(asked);
    expect(await desk.feet.locator('a:not([href^="http"])').count()).toBe(0);
  });
});

/** Nothing has run, nothing would run, and nobody else was asked. */
async function provesHarmless({ app, desk }: ChatScene): Promise<void> {
  const messages = desk.page.locator('.text-message');
  for (const link of await messages.getByText('click me').all()) await link.click();
  const hrefs = await desk.page.evaluate<string[]>(
    `[...${SHOWN}All('.text-message a[href]')].map(({ href }) => href)`,
  );

  expect(await desk.page.evaluate('window.hacked')).toBeUndefined();
  expect(hrefs.filter((href) => !/^https?:/.test(href))).toEqual([]);
  expect(
    await messages.locator('script, iframe, style, svg, img, b, i, answer-foot, [onerror], [onload]').count(),
  ).toBe(0);
  expect(desk.asked.filter((url) => !url.startsWith(app.url) && !url.startsWith('data:'))).toEqual([]);
  expect(desk.context.pages()).toHaveLength(1);
}
