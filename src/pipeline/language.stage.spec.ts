import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { LANGUAGES } from '../config/chat.config.js';
import { detectLanguage } from './language.stage.js';

/** Short messages as people write them, by their language. */
const sentences = z
  .record(z.enum(LANGUAGES), z.array(z.string()))
  .parse(JSON.parse(readFileSync('test/fixtures/language-sentences.json', 'utf8')));

/** Messages that have no language, or more than one. */
const UNSURE = [
  ...[
    'ok',
    'hi',
    'Merhaba',
    'مرحبا',
    '12345',
    '???',
    '',
    '🙂🙂🙂🙂🙂🙂🙂🙂🙂',
    'hmm ok danke',
    'I forgot my password',
  ],
  'Ich habe gestern eine Rechnung bekommen, but I do not understand what this amount means',
  'Please help me, je ne comprends pas pourquoi la commande est bloquée depuis lundi',
  'Siparişim üç haftadır hâlâ gelmedi maalesef, can you please tell me what happened to it',
];

describe(detectLanguage.name, () => {
  it.each([
    ['en', 'How do I start the server on my machine?'],
    ['de', 'Wie starte ich das Programm?'],
    ['de', 'Ich möchte mit einem Menschen sprechen'],
    ['fr', 'Comment démarrer le programme ?'],
    ['es', 'Quiero hablar con una persona'],
    ['pt', 'Quero falar com um atendente'],
    ['tr', 'Bir insanla konuşmak istiyorum'],
    ['ur', 'میں کسی انسان سے بات کرنا چاہتا ہوں'],
    ['ar', 'أريد التحدث مع شخص'],
    ['it', 'Come posso avviare il programma?'],
  ])('hears %s in "%s"', async (language, message) => {
    await expect(detectLanguage(message)).resolves.toBe(language);
  });

  it.each(UNSURE)('names none in "%s", which is short or mixed', async (message) => {
    await expect(detectLanguage(message)).resolves.toBeNull();
  });

  it('names the language of nine in ten short messages, and a wrong one of none', async () => {
    const told = await Promise.all(
      Object.entries(sentences).flatMap(([language, messages]) =>
        messages.map(async (message) => ({ language, message, heard: await detectLanguage(message) })),
      ),
    );

    const right = told.filter(({ language, heard }) => heard === language).length;
    const none = told.filter(({ heard }) => heard === null).length;
    process.stdout.write(
      `languages of ${told.length} short messages: ${right} right, ${none} left to the caller, ${told.length - right - none} wrong\n`,
    );
    expect(told.length).toBeGreaterThanOrEqual(80);
    expect(right / told.length).toBeGreaterThanOrEqual(0.9);
    expect(told.filter(({ language, heard }) => heard !== language && heard !== null)).toEqual([]);
  });

  it('does not take Urdu letters for Arabic', async () => {
    await expect(detectLanguage('السلام علیکم')).resolves.toBeNull();
    await expect(detectLanguage('السلام عليكم')).resolves.toBe('ar');
  });

  it('takes any text', async () => {
    const texts = ['\u0000', '\ud800', 'x'.repeat(10_000)];

    await expect(Promise.all(texts.map(detectLanguage))).resolves.toHaveLength(3);
  });
});
