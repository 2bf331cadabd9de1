import { detectLanguage } from './language.stage.js';

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

  it.each(['ok', 'hi', 'Merhaba', 'مرحبا', '12345', '???', '', '🙂🙂🙂🙂🙂🙂🙂🙂🙂', 'hmm ok danke'])(
    'names none in the short "%s"',
    async (message) => {
      await expect(detectLanguage(message)).resolves.toBeNull();
    },
  );

  it('does not take Urdu letters for Arabic', async () => {
    await expect(detectLanguage('السلام علیکم')).resolves.toBeNull();
    await expect(detectLanguage('السلام عليكم')).resolves.toBe('ar');
  });

  it('names none in a text of two languages', async () => {
    const mixed = 'Ich habe gestern eine Rechnung bekommen, but I do not understand what this amount means';

    await expect(detectLanguage(mixed)).resolves.toBeNull();
  });

  it('takes any text', async () => {
    const texts = ['\u0000', '\ud800', 'x'.repeat(10_000)];

    await expect(Promise.all(texts.map(detectLanguage))).resolves.toHaveLength(3);
  });
});
