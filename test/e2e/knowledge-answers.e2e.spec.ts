import { SMALL_TALK, UNKNOWN } from '../../src/agent/small-talk.js';
import { type Language, LANGUAGES } from '../../src/config/chat.config.js';
import type { ApiClient } from '../support/api.js';
import { startApp, type TestApp } from '../support/app.js';

/** How people say it, in languages and words that are not all in the examples. */
const SAID: readonly [intent: string, language: Language, message: string][] = [
  ['greeting', 'en', 'Hello!'],
  ['greeting', 'de', 'Guten Morgen'],
  ['greeting', 'fr', 'Bonjour'],
  ['greeting', 'es', '¡Hola, buenos días!'],
  ['greeting', 'pt', 'Olá, bom dia'],
  ['greeting', 'tr', 'Merhaba'],
  ['greeting', 'ur', 'السلام علیکم'],
  ['greeting', 'ar', 'مرحبا'],
  ['thanks', 'en', 'Thank you very much!'],
  ['thanks', 'de', 'Vielen Dank!'],
  ['thanks', 'fr', 'Merci beaucoup'],
  ['thanks', 'es', 'Muchas gracias'],
  ['thanks', 'pt', 'Muito obrigado'],
  ['thanks', 'tr', 'Teşekkür ederim'],
  ['thanks', 'ur', 'شکریہ'],
  ['thanks', 'ar', 'شكرا جزيلا'],
  ['goodbye', 'en', 'Goodbye'],
  ['goodbye', 'de', 'Auf Wiedersehen'],
  ['goodbye', 'fr', 'Au revoir'],
  ['goodbye', 'es', 'Adiós'],
  ['goodbye', 'pt', 'Tchau'],
  ['goodbye', 'tr', 'Görüşürüz'],
  ['goodbye', 'ur', 'خدا حافظ'],
  ['goodbye', 'ar', 'مع السلامة'],
  ['help', 'en', 'Help'],
  ['human_handoff', 'en', 'I want to talk to a human'],
  ['human_handoff', 'de', 'Ich möchte mit einem Menschen sprechen'],
  ['smalltalk', 'en', 'How are you?'],
];

let app: TestApp;
let client: ApiClient;

beforeAll(async () => {
  app = await startApp();
  client = app.client();
});
afterAll(() => app.stop());

describe('a new installation without AGENT_BASE_URL', () => {
  it.each([
    ['How do I start Parley?', 'How do I start Parley?', 'npm start'],
    ['How do I send a message with curl?', 'How do I send a message with curl?', 'curl'],
    ['how can I connect an OpenAI model', 'How do I connect a model?', 'AGENT_BASE_URL'],
    ['How do I connect Messenger?', 'How do I connect Facebook Messenger?', 'MESSENGER_'],
    ['How do I run it in production?', 'How do I put Parley into production?', 'DATABASE_URL'],
    ['Where is my data stored?', 'Where does Parley keep its data?', 'PARLEY_DATA_DIR'],
  ])('answers %j from its starter knowledge, with the source', async (question, title, words) => {
    const { status, body } = await client.chat(question);

    expect(status).toBe(200);
    expect(body.response).toContain(words);
    expect(body.message).toBe(body.response);
    const { sources, ...metadata } = body.metadata;
    expect(sources).toEqual([{ title, snippet: expect.any(String), score: expect.any(Number) }]);
    expect(metadata).toEqual({
      intent: expect.stringMatching(/^(question|other)$/),
      language: 'en',
      timing: {
        total_ms: expect.any(Number),
        queue_ms: expect.any(Number),
        agent_ms: expect.any(Number),
        stages_ms: expect.any(Object),
      },
      usage: { input_tokens: null, output_tokens: null },
      cost: null,
      model: null,
      turn_id: expect.any(String),
    });
  });

  it.each([
    ['en', 'What is the capital of France?'],
    ['en', 'Who won the football match yesterday?'],
    ['en', 'asdf qwer zxcv'],
    ['de', 'Wie hoch ist der höchste Berg der Alpen?'],
    ['es', '¿Cuánto cuesta un billete de tren a Sevilla?'],
  ] as const)('says honestly that it does not know, without sources (%s): %s', async (language, question) => {
    const { body } = await client.chat(question);

    expect([body.response, body.metadata['sources']]).toEqual([UNKNOWN[language], []]);
  });

  it.each(LANGUAGES)('says so in the language that the caller names: %s', async (language) => {
    const { body } = await client.chat('Xyzzy?', { headers: { 'Accept-Language': language } });

    expect([body.response, body.metadata['language']]).toEqual([UNKNOWN[language], language]);
  });

  it.each(SAID)('answers %s in %s: %s', async (intent, language, message) => {
    const { body } = await client.chat(message, { headers: { 'Accept-Language': language } });

    expect(body.metadata).toMatchObject({ intent, language, sources: [] });
    expect(body.response).toBe(SMALL_TALK.get(intent)?.[language]);
  });

  it('takes DEFAULT_LANGUAGE for a short message of a caller who names none', async () => {
    const german = await startApp({ env: { DEFAULT_LANGUAGE: 'de' } });

    const { body } = await german.client().chat('Xyzzy?');
    await german.stop();

    expect([body.response, body.metadata['language']]).toEqual([UNKNOWN.de, 'de']);
  });

  it('goes on with a conversation like any agent', async () => {
    const first = await client.chat('Hello!');
    await client.chat('What is a device id?', { conversation_id: first.body.conversation_id });

    const { messages } = (await client.conversation(first.body.conversation_id)).body;
    expect(messages.map(({ seq, role }) => [seq, role])).toEqual([
      [1, 'user'],
      [2, 'assistant'],
      [3, 'user'],
      [4, 'assistant'],
    ]);
  });
});
