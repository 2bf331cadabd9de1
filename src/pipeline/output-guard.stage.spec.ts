import { AgentFailedError } from '../agent/agent.errors.js';
import { loadSettings } from '../config/settings.js';
import { OutputGuardStage } from './output-guard.stage.js';

const PART = 'You are the assistant of the Zebra Zoo and know every animal by its name';
const prompt = `Be brief. ${PART}. Never speak about the (secret) tunnel below the lions.

- Whoever asks for a discount hears that children under six and their grandparents pay nothing on Mondays.
- حافظ على سرية نفق الأسود ولا تذكره أبدا أمام الزوار مهما سألوا عنه أو ألحوا في السؤال.`;

const guard = new OutputGuardStage(
  loadSettings({
    AGENT_SYSTEM_PROMPT: prompt,
    AGENT_API_KEY: 'sk-abcdef.123',
    JWT_SECRET: 'the secret of the zoo that signs tokens',
    LOG_HASH_KEY: 'hash-key-of-the-logs',
    METRICS_TOKEN: 'metrics-token-of-the-zoo',
    MESSENGER_APP_SECRET: 'app-secret-0123',
    MESSENGER_VERIFY_TOKEN: 'verify',
    MESSENGER_PAGE_ACCESS_TOKEN: 'page-token-0123',
    MESSENGER_PAGES: '{"1":"page-token-4567"}',
    AGENT_MCP_SERVERS: JSON.stringify({
      mcpServers: {
        files: { command: 'files', env: { API_KEY: 'files-key-89', FOLDER: '/srv/animals-2024' } },
        shop: { url: 'https://shop.example/mcp', headers: { Authorization: 'Bearer shop-key-89' } },
      },
    }),
  }),
);

const PEM = '-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\n7dGh+/==\n-----END RSA PRIVATE KEY-----';
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

describe(OutputGuardStage.name, () => {
  it.each([
    'You are right: the zoo opens at nine.\n\n- Zebras\n- Lions',
    'Be brief.',
    'I am the assistant of the Zebra Zoo.',
    'The (secret) tunnel is a rumour.',
    'Children under six and their grandparents are welcome.',
    'Set the header to `Authorization: Bearer YOUR_ACCESS_TOKEN_HERE`, or to `Bearer $TOKEN`.',
    'DATABASE_URL=postgres://user:password@host:5432/name',
    'AGENT_API_KEY=sk-...',
    'https://example.org/sk-learn-tutorial-for-beginners-2024',
    'Your order number is SK-20240001-12345678.',
    'Der Risikobericht Risk-2024-Q3-Final-Version-B1 ist fertig.',
    'sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'A key begins with -----BEGIN PUBLIC KEY-----.',
    'Ask eyJ-anything, that is no token.',
    'verify',
  ])('lets an ordinary answer through as it is: %j', (answer) => {
    expect(guard.clean(answer)).toBe(answer);
  });

  it.each([
    [
      'the whole of it',
      `My instructions: ${prompt} Anything else?`,
      'My instructions: [removed] Anything else?',
    ],
    ['a sentence of it', `I was told: ${PART}.`, 'I was told: [removed]'],
    ['other letters', `I was told: ${PART.toUpperCase()}!`, 'I was told: [removed]'],
    ['other white space', `So: ${PART.replaceAll(' ', '  \n')}. Ok?`, 'So: [removed] Ok?'],
    ['a line for each word', `So:\n${PART.replaceAll(' ', '\n- ')}`, 'So:\n[removed]'],
    ['spaced letters', `So: ${[...PART].join(' ')}`, 'So: [removed]'],
    ['other punctuation', 'never speak about the "secret" tunnel, below the lions', '[removed]'],
    ['invisible characters', `So: ${PART.replaceAll('a', 'a\u200b')}`, 'So: [removed]'],
    ['accents', `So: ${PART.replaceAll('e', 'é')}`, 'So: [removed]'],
    [
      'wide letters',
      'Ｙｏｕ ａｒｅ ｔｈｅ ａｓｓｉｓｔａｎｔ ｏｆ ｔｈｅ Ｚｅｂｒａ Ｚｏｏ ａｎｄ ｋｎｏｗ ｅｖｅｒｙ ａｎｉｍａｌ ｂｙ ｉｔｓ ｎａｍｅ',
      '[removed]',
    ],
    ['Markdown', `**${PART.replaceAll(' ', '** **')}**`, '**[removed]**'],
    [
      'sixty characters out of its middle',
      'Well, under six and their grandparents pay nothing on Mondays. Never speak of it.',
      'Well, [removed] Never speak of it.',
    ],
    [
      'a part over the end of a sentence',
      'know every animal by its name. Never speak about the (secret) tunnel, right?',
      '[removed], right?',
    ],
    ['Arabic', 'قيل لي: ولا تذكره أبدا أمام الزوار مهما سألوا عنه أو ألحوا في السؤال!', 'قيل لي: [removed]'],
    ['two of its sentences', `1. ${PART} 2. ${PART}`, '1. [removed] 2. [removed]'],
  ])('removes the system prompt from an answer with %s', (_what, answer, clean) => {
    expect(guard.clean(answer)).toBe(clean);
  });

  it.each([
    ['the key of the agent', 'sk-abcdef.123'],
    ['the key of the agent in capitals', 'SK-ABCDEF.123'],
    ['the secret of the tokens', 'the secret of the\nzoo that signs tokens'],
    ['the key of the logs', 'hash-key-of-the-logs'],
    ['the token of the metrics', 'metrics-token-of-the-zoo'],
    ['the secret of the Meta app', 'app-secret-0123'],
    ['the token of every page', 'page-token-0123'],
    ['the token of one page', 'page-token-4567'],
    ['a private key', PEM],
    ['a private key without an end', '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg'],
    ['a JSON Web Token', JWT],
    ['a JSON Web Token without its signature', JWT.replace(/\.[^.]*$/, '.')],
    ['a key of OpenAI', 'sk-proj-Ab12Cd34Ef56Gh78Ij90Kl12'],
    ['a key of Anthropic', 'sk-ant-api03-Ab12Cd34Ef56Gh78Ij90'],
    ['a key of Stripe', 'sk_live_4eC39HqLyjWDarjtT1zdp7dc'],
    ['a token of GitHub', 'ghp_16C7e42F292c6912E7710c838347Ae178B4a'],
    ['a token of GitLab', 'glpat-zY1xW2vU3tS4rQ5pO6nM'],
    ['a token of Slack', 'xoxb-123456789012-abcdefABCDEF'],
    ['a key of AWS', 'AKIAIOSFODNN7EXAMPLE'],
    ['a key of Google', `AIza${'Sy1'.repeat(11)}Xy`],
    ['a token of Hugging Face', `hf_${'aB3'.repeat(11)}`],
    ['a token of a page', `EAAG${'m0PX4ZCps'.repeat(6)}`],
  ])('removes %s', (_what, secret) => {
    const clean = guard.clean(`It is ${secret}`);

    expect(clean).toBe('It is [removed]');
  });

  it('leaves the scheme of a bearer token', () => {
    expect(guard.clean('curl -H "Authorization: Bearer 4f9aX7_kkq0Zt-81LmNoPq"')).toBe(
      'curl -H "Authorization: Bearer [removed]"',
    );
  });

  it('keeps what stands around several secrets', () => {
    expect(guard.clean(`a ${JWT} b ${PEM} c sk-abcdef.123, d`)).toBe(
      'a [removed] b [removed] c [removed], d',
    );
  });

  it('knows no word for a secret, such as the key of a model of one’s own', () => {
    const own = new OutputGuardStage(loadSettings({ AGENT_API_KEY: 'not-needed' }));

    expect(own.clean('A key is not-needed.')).toBe('A key is not-needed.');
  });

  it('takes no rule between the sections of a system prompt for a sentence', () => {
    const ruled = new OutputGuardStage(
      loadSettings({
        AGENT_SYSTEM_PROMPT: `${'-'.repeat(60)}\n${'='.repeat(30)} Rules ${'='.repeat(30)}\nBe kind.`,
      }),
    );
    const answer = `The rules:\n${'-'.repeat(60)}\nBe kind.`;

    expect(ruled.clean(answer)).toBe(answer);
  });

  it('finds a part of the system prompt behind a shorter part that shares its beginning', () => {
    const shared = new OutputGuardStage(
      loadSettings({
        AGENT_SYSTEM_PROMPT:
          'alpha bravo charlie delta echo foxtrot golf. delta echo foxtrot hotel india juliett kilo lima mike',
      }),
    );

    expect(shared.clean('bravo charlie delta echo foxtrot hotel india juliett kilo lima mike!')).toBe(
      'bravo charlie [removed]',
    );
  });

  it.each(['', ' \n\t ', '\0', '\0 \0\n'])('takes an empty answer for a failure of the agent', (answer) => {
    expect(() => guard.clean(answer)).toThrow(AgentFailedError);
  });

  it.each([
    `Good morning. My instructions: ${prompt} Anything else?`,
    `It is ${JWT} and ${PEM} and sk-abcdef.123 here.`,
    'Be brief. You are the assistant of another zoo. Never speak about it, or about the lions.',
  ])('never takes back what it let out of an unfinished answer: %j', (answer) => {
    const heard = Array.from({ length: answer.length + 1 }, (_, end) =>
      guard.cleanSoFar(answer.slice(0, end)),
    );

    const takenBack = heard.filter(
      (text, place) => !(heard[place + 1] ?? guard.clean(answer)).startsWith(text),
    );
    expect(takenBack).toEqual([]);
    expect(heard.some((text) => text.length > 5)).toBe(true);
  });

  it.each([
    ['beginnings of tokens', 'eyJ-'],
    ['beginnings of keys', 'sk-a'],
    ['beginnings of blocks', '-----BEGIN PRIVATE KEY-----'],
    ['bearers', 'Bearer a'],
    ['letters', 'a'],
    ['the system prompt', `${prompt} `],
  ])('comes to an end with 100,000 characters of %s', (_what, piece) => {
    const answer = piece.repeat(100_000 / piece.length);

    expect(guard.clean(answer).length).toBeLessThanOrEqual(answer.length);
  });
});

describe('what stands beside an answer', () => {
  it.each([
    [`{"why":"${PART}"}`, '{"why":"[removed]"}'],
    ['The keys are files-key-89 and shop-key-89.', 'The keys are [removed] and [removed].'],
    ['Zebras live in /srv/animals-2024.', 'Zebras live in /srv/animals-2024.'],
    ['', ''],
  ])('has no leak either: %.40j', (said, cleaned) => {
    const source = { title: said, url: said, snippet: said, content: said, score: 1 };

    expect(guard.cleanCall({ id: 'a', name: 'find', arguments: said }).arguments).toBe(cleaned);
    expect(guard.cleanResult({ toolCallId: 'a', content: said, isError: false }).content).toBe(cleaned);
    expect(guard.cleanSource(source)).toMatchObject({ title: cleaned, url: cleaned, snippet: cleaned });
  });
});
