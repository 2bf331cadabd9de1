import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { eventually } from '../support/eventually.js';

/** The longest that anything on the page may take, in ms. */
const PATIENCE_MS = 30_000;
/** For a machine that does a lot besides. */
export const TEST_TIMEOUT_MS = 120_000;

/** A person in front of the chat page, with a browser profile of their own. */
export class ChatDesk {
  /** What the browser complained about: errors of scripts, and whatever the page's policy refused. */
  readonly complaints: string[] = [];
  /** Addresses that the page asked for. */
  readonly asked: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly url: string,
  ) {
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (line) => line.type() === 'error' && this.complaints.push(line.text()));
    page.on('request', (request) => this.asked.push(request.url()));
  }

  static async open(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<ChatDesk> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    const desk = new ChatDesk(context, await context.newPage(), url);
    await desk.visit();
    return desk;
  }

  /** Opens the page at a fragment such as `#/c/…`, and waits until it can be used. */
  async visit(fragment = ''): Promise<void> {
    await this.page.goto(`${this.url}${fragment}`);
    await this.ready();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  async send(text: string): Promise<void> {
    await this.box.fill(text);
    await this.box.press('Enter');
  }

  /** Sends it and waits for the whole answer. */
  async ask(text: string): Promise<string> {
    const before = await this.feet.count();
    await this.send(text);
    await this.feet
      .nth(before)
      .waitFor()
      .catch(async (error: unknown) => {
        throw new Error(`no answer, but: ${await this.page.locator('main').innerText()}`, { cause: error });
      });
    return this.lastAnswer();
  }

  get box(): Locator {
    return this.page.getByLabel('Your message');
  }

  /** What stands below answers that are complete. */
  get feet(): Locator {
    return this.page.locator('answer-foot');
  }

  get failure(): Locator {
    return this.page.getByRole('alert');
  }

  get title(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  conversation(title: string): Locator {
    return this.page.getByRole('navigation').getByRole('link', { name: title });
  }

  /** Texts of the answers as they are shown, oldest first. */
  answers(): Promise<string[]> {
    return this.page
      .locator('.ai-message-text:not(.html-message):not(.deep-chat-loading-message-bubble)')
      .allInnerTexts();
  }

  async lastAnswer(): Promise<string> {
    return (await this.answers()).at(-1) ?? '';
  }

  /** The answer that has this in it. */
  answer(text: string): Locator {
    return this.page.getByRole('article', { name: 'Parley' }).filter({ hasText: text });
  }

  questions(): Promise<string[]> {
    return this.page.locator('.user-message-text').allInnerTexts();
  }

  /** Waits until the newest answer has more than so many characters, and gives it. */
  partOfAnswer(length: number): Promise<string> {
    return eventually(async () => {
      const text = await this.lastAnswer();
      return text.length > length ? text : null;
    }, PATIENCE_MS);
  }

  async deviceId(): Promise<string> {
    return this.page.evaluate<string>("localStorage.getItem('parley.device_id')");
  }

  /** Name of what has the focus: its label, else its text. */
  focused(): Promise<string> {
    return this.page.evaluate<string>(`(() => {
      let { activeElement } = document;
      while (activeElement.shadowRoot?.activeElement) ({ activeElement } = activeElement.shadowRoot);
      return activeElement.getAttribute('aria-label') ?? activeElement.labels?.[0]?.innerText ?? activeElement.innerText;
    })()`);
  }

  /** Waits until that has the focus. @throws Error when it never has */
  async focusOn(name: string): Promise<void> {
    await eventually(async () => ((await this.focused()) === name ? true : null)).catch(async () => {
      throw new Error(`the focus is not on ${name}, but on ${await this.focused()}`);
    });
  }

  /** How many pixels the page is wider than its window. */
  overhang(): Promise<number> {
    return this.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  }

  /** A picture into the folder that SCREENSHOTS_DIR names, if it names one. */
  async picture(name: string): Promise<void> {
    const folder = process.env['SCREENSHOTS_DIR'];
    if (folder === undefined) return;
    await this.page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
  }

  close(): Promise<void> {
    return this.context.close();
  }

  private async ready(): Promise<void> {
    const log = this.page.locator('deep-chat #messages[role=log]');
    await log.waitFor({ state: 'attached' }).catch((error: unknown) => {
      throw new Error(`the page is not there: ${this.complaints.join('; ')}`, { cause: error });
    });
  }
}
