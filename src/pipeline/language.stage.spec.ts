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
  ])('hears %s in "%s"', (language, message) => {
    expect(detectLanguage(message)).toBe(language);
  });

  it.each(['ok', 'hi', 'Merhaba', 'مرحبا', '12345', '???', '', '🙂🙂🙂🙂🙂🙂🙂🙂🙂', 'hmm ok danke'])(
    'names none in the short "%s"',
    (message) => {
      expect(detectLanguage(message)).toBeNull();
    },
  );

  it('does not take Urdu letters for Arabic', () => {
    expect(detectLanguage('السلام علیکم')).toBeNull();
    expect(detectLanguage('السلام عليكم')).toBe('ar');
  });

  it('names none in a text of two languages', () => {
    const mixed = 'Ich habe gestern eine Rechnung bekommen, but I do not understand what this amount means';

    expect(detectLanguage(mixed)).toBeNull();
  });

  it('takes any text', () => {
    expect(() => ['\u0000', '\ud800', 'x'.repeat(10_000)].map(detectLanguage)).not.toThrow();
  });
});
