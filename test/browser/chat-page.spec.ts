import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import type { ConversationBody } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { LONG } from '../support/stream-app.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { type ChatScene, chatScene } from './chat-scene.js';
import { inChromium, whyNot } from './chromium.js';

if (whyNot !== null) process.stderr.write(`The chat page is not tested in a browser: ${whyNot}.\n`);
let wire: TcpProxy;

/** Parley, which the page is to ask by way of the wire. */
async function startBehindWire(): Promise<AgentApp> {
  const app = await startAgentApp({ AGENT_TIMEOUT_MS: '30000' });
  wire = await TcpProxy.start(app.url);
  const stop = async (): Promise<void> => {
    await wire.close();
    await app.stop();
  };
  return { ...app, stop };
}

/** The conversations as they are stored, newest first, with their messages. */
async function allStored({ app, desk }: ChatScene): Promise<ConversationBody[]> {
  const client = app.client(await desk.deviceId());
  const { body } = await client.asDevice<{ conversations: { id: string }[] }>('/conversations');
  return Promise.all(body.conversations.map(async ({ id }) => (await client.conversation(id)).body));
}

const contents = ({ messages }: ConversationBody): string[] => messages.map(({ content }) => content);

describe('An answer on the chat page', () => {
  beforeEach(() => wire.heal());
  const scene = chatScene({ start: startBehindWire, pageUrl: () => wire.url });

  inChromium(
    'grows while it is made, goes on after a reload, and is what is stored, of one turn',
    async () => {
      const { app, desk } = scene;
      app.agent.script({ kind: 'paced', text: LONG, wordMs: 60 });
      await desk.send('Tell me something long');
      const first = await desk.partOfAnswer(10);
      const second = await desk.partOfAnswer(first.length);
      await desk.picture('streaming');

      await desk.reload();
      const resumed = await desk.partOfAnswer(0);
      await desk.feet.waitFor();

      expect([first, second, resumed].every((part) => LONG.startsWith(part))).toBe(true);
      expect(resumed.length).toBeLessThan(LONG.length);
      expect(await desk.answers()).toEqual([LONG]);
      expect(await desk.questions()).toEqual(['Tell me something long']);
      expect((await allStored(scene)).map(contents)).toEqual([['Tell me something long', LONG]]);
      expect(app.agent.requests).toHaveLength(1);
      expect(desk.complaints).toEqual([]);
    },
  );

  inChromium('is found again after a reload when it was finished meanwhile', async () => {
    const { app, desk } = scene;
    app.agent.script({ kind: 'slow' });
    await desk.send('Hello');
    await app.agent.arrival(1);
    const id = await eventually(async () => (await allStored(scene))[0]?.id ?? null);
    const client = app.client(await desk.deviceId());
    await desk.page.goto('about:blank');
    app.agent.release();
    await eventually(async () => ((await client.conversation(id)).body.messages.length === 2 ? true : null));

    await desk.visit(`#/c/${id}`);
    await desk.feet.waitFor();

    expect(await desk.answers()).toEqual(['Echo: Hello']);
    expect(await desk.questions()).toEqual(['Hello']);
  });

  inChromium('comes to a question whose arrival was never confirmed, once', async () => {
    const { app, desk } = scene;
    wire.muffle();
    await desk.send('Are you there?');
    await app.agent.arrival(1);
    await desk.page.goto('about:blank');
    wire.abandon();
    wire.cut();
    await desk.visit();
    await desk.feet.waitFor();

    expect(await desk.questions()).toEqual(['Are you there?']);
    expect(await desk.answers()).toEqual(['Echo: Are you there?']);
    expect((await allStored(scene)).map(contents)).toEqual([['Are you there?', 'Echo: Are you there?']]);
    expect(app.agent.requests).toHaveLength(1);
  });

  inChromium('goes on by itself when the connection breaks in the middle', async () => {
    const { app, desk } = scene;
    app.agent.script({ kind: 'paced', text: LONG, wordMs: 60 });
    await desk.send('Tell me something long');
    const first = await desk.partOfAnswer(10);

    wire.cut();
    const second = await desk.partOfAnswer(first.length + 10);
    await desk.feet.waitFor();

    expect(LONG.startsWith(second)).toBe(true);
    expect(await desk.answers()).toEqual([LONG]);
    expect(app.agent.requests).toHaveLength(1);
  });

  inChromium('comes to a question that was asked while the server was away', async () => {
    const { app, desk } = scene;
    wire.isRefusing = true;
    wire.cut();
    await desk.send('Hello?');
    await desk.page.getByText('Connection lost. Trying again…').waitFor();

    wire.heal();
    await desk.feet.waitFor();

    expect(await desk.answers()).toEqual(['Echo: Hello?']);
    expect(app.agent.requests).toHaveLength(1);
  });

  inChromium('can be stopped; what was said stays and is marked', async () => {
    const { app, desk } = scene;
    app.agent.script({ kind: 'paced', text: LONG, wordMs: 60 });
    await desk.send('Tell me something long');
    await desk.partOfAnswer(20);

    await desk.button('Stop the answer').click();
    await desk.feet.getByText('Stopped').waitFor();
    const said = await desk.lastAnswer();

    expect(LONG.startsWith(said) && said.length < LONG.length).toBe(true);
    const [conversation] = await allStored(scene);
    expect(conversation?.messages.at(-1)).toMatchObject({
      content: expect.stringMatching(new RegExp(`^${said} ?$`)),
      metadata: { finish_reason: 'cancelled' },
    });
    await desk.reload();
    await desk.feet.getByText('Stopped').waitFor();
  });

  inChromium('that failed is given by Try again, also after a reload, to the same question', async () => {
    const { app, desk } = scene;
    app.agent.script({ kind: 'status', status: 400 }, { kind: 'status', status: 400 });
    await desk.send('Hello');
    await desk.failure.getByText('trouble').waitFor();
    await desk.picture('failure');
    await desk.button('Try again').click();
    await app.agent.arrival(2);
    await desk.failure.getByText('trouble').waitFor();

    await desk.reload();
    await desk.failure.getByText('trouble').waitFor();
    await desk.button('Try again').click();
    await desk.feet.waitFor();

    expect(await desk.questions()).toEqual(['Hello']);
    expect(await desk.answers()).toEqual(['Echo: Hello']);
    expect((await allStored(scene)).map(contents)).toEqual([['Hello', 'Echo: Hello']]);
    expect(await desk.failure.isVisible()).toBe(false);
  });

  inChromium(
    'that failed in the middle is replaced by the next try, and later answers stand below it',
    async () => {
      const { app, desk } = scene;
      app.agent.script({ kind: 'reset-midway' }, { kind: 'text', text: 'A whole answer' });
      await desk.send('Hello');
      await desk.failure.waitFor();
      await desk.button('Try again').click();
      await desk.feet.waitFor();
      expect(await desk.answers()).toEqual(['A whole answer']);

      app.agent.script({ kind: 'reset-midway' });
      await desk.send('Again');
      await desk.failure.waitFor();
      await desk.ask('And now?');

      expect((await desk.answers()).at(-1)).toBe('Echo: And now?');
      expect(await desk.questions()).toEqual(['Hello', 'Again', 'And now?']);
      await desk.reload();
      expect(await desk.answers()).toEqual(['A whole answer', 'Echo: And now?']);
    },
  );

  inChromium('that failed can be let be', async () => {
    const { app, desk } = scene;
    app.agent.script({ kind: 'status', status: 400 });
    await desk.send('Hello');
    await desk.failure.waitFor();

    await desk.button('Dismiss').click();
    await desk.failure.waitFor({ state: 'hidden' });
    await desk.reload();

    expect(await desk.ask('Hello again')).toBe('Echo: Hello again');
    expect(await desk.questions()).toEqual(['Hello', 'Hello again']);
  });

  inChromium('can be asked for once more, and only the last one', async () => {
    const { app, desk } = scene;
    await desk.ask('One');
    await desk.ask('Two');
    app.agent.script({ kind: 'text', text: 'Another answer' });

    await desk.button('Answer again').click();
    await desk.answer('Another answer').waitFor();

    expect(await desk.answers()).toEqual(['Echo: One', 'Another answer']);
    expect((await allStored(scene)).map(contents)).toEqual([['One', 'Echo: One', 'Two', 'Another answer']]);
    expect(await desk.button('Answer again').count()).toBe(1);
  });

  inChromium('goes on while another conversation is read, and is whole on coming back', async () => {
    const { app, desk } = scene;
    await desk.ask('First');
    await desk.button('New chat').click();
    app.agent.script({ kind: 'paced', text: LONG, wordMs: 40 });
    await desk.send('Second');
    await desk.partOfAnswer(5);

    await desk.conversation('First').click();
    await desk.answer('Echo: First').waitFor();
    await desk.page.goBack();
    await desk.answer('word39').waitFor();

    expect(await desk.answers()).toEqual([LONG]);
    expect(await desk.title.innerText()).toBe('Second');
    expect(app.agent.requests).toHaveLength(2);
  });

  inChromium('is read to the end by screen readers once, not piece by piece', async () => {
    const { desk } = scene;
    await desk.ask('Hello');

    expect(await desk.page.locator('#announcer').innerText()).toBe('Parley: Echo: Hello');
    expect(await desk.page.locator('#messages').getAttribute('aria-live')).toBe('off');
  });
});
