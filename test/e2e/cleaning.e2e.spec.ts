import { type AgentApp, shown, startAgentApp } from '../support/agent-app.js';

let app: AgentApp;

beforeAll(async () => {
  app = await startAgentApp({ INJECTION_POLICY: 'off' });
});
beforeEach(() => app.agent.reset());
afterAll(() => app.stop());

/** The message as it is stored and as the model was shown it. */
async function cleaned(message: string): Promise<{ stored: unknown; told: unknown }> {
  const client = app.client();
  const { body } = await client.chat(message);
  const { messages } = (await client.conversation(body.conversation_id)).body;
  return { stored: messages[0]?.content, told: shown(await app.agent.arrival(1)).at(-1) };
}

describe('a message is stored, and shown to the model, cleaned', () => {
  it.each([
    ['composed to NFC', 'cafe\u0301', 'café'],
    ['without NUL', 'a\u0000b', 'ab'],
    ['without control characters', 'a\u0001\u0008\u001b[31mb\u007f\u0085c', 'a[31mbc'],
    ['with its tabs and newlines', 'one\n\ttwo', 'one\n\ttwo'],
    ['with unpaired surrogates replaced', 'x\ud83dy\ude00z', 'x\ufffdy\ufffdz'],
    ['with whole surrogate pairs', 'x😀y', 'x😀y'],
    ['without bidirectional overrides', 'pay \u202ednuos\u202c and \u2066safe\u2069', 'pay dnuos and safe'],
    ['without scripts and their content', 'Hi <script>steal(document.cookie)</script>there', 'Hi there'],
    ['without scripts that cleaning forms', '<scr<b></b>ipt>alert(1)</scr<b></b>ipt>Hi', 'Hi'],
    ['without event handlers', '<img src="x" onerror="alert(1)">Look', 'Look'],
    ['without javascript: links, their text kept', '<a href="javascript:alert(1)">click me</a>', 'click me'],
    ['without markup, its text kept', '<p style="x">Hello <b>big</b> world</p>', 'Hello big world'],
    ['without comments', 'Hi<!-- <b>secret</b> --> there', 'Hi there'],
  ])('%s', async (_, message, expected) => {
    expect(await cleaned(message)).toEqual({ stored: expected, told: expected });
  });

  it.each([
    'if (a < b && c > d)',
    'Tom & Jerry',
    "O'Brien'); DROP TABLE users;--",
    'SELECT * FROM messages WHERE 1=1; DELETE FROM conversations',
    'List<String> names = new ArrayList<>();',
    'Why is 3 < 4 and 5 > 4?',
    '&lt;b&gt; stays what it is &amp; so does this',
    'a > b, "quotes", `code`, $HOME, ${x}, %s, \\n, C:\\temp',
    'I <3 you',
    'שלום עולם, مرحبا بالعالم, नमस्ते, 你好',
    'family 👨‍👩‍👧‍👦 and flag 🇩🇪',
  ])('as written where plain text only looks like code: %s', async (message) => {
    expect(await cleaned(message)).toEqual({ stored: message, told: message });
  });

  it('and titles its conversation with the cleaned text', async () => {
    const client = app.client();

    const { body } = await client.chat('<b>Bold\u0000</b> \u202equestion\u202c');

    expect((await client.conversation(body.conversation_id)).body.title).toBe('Bold question');
  });

  it('and what a later turn recalls is the cleaned text too', async () => {
    const client = app.client();
    const first = await client.chat('<i>One</i>');

    await client.chat('Two', { conversation_id: first.body.conversation_id });

    expect(shown(await app.agent.arrival(2))).toEqual(['One', 'Echo: One', 'Two']);
  });

  it('and harms no table, whatever SQL it holds', async () => {
    const client = app.client();

    await client.chat("'; DROP TABLE messages; --");
    const { status, body } = await client.chat("Robert'); DELETE FROM conversations;--");

    expect(status).toBe(200);
    expect((await client.conversation(body.conversation_id)).body.message_count).toBe(2);
  });
});
