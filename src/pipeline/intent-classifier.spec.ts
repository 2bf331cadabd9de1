import { LANGUAGES } from '../config/chat.config.js';
import { IntentClassifier } from './intent-classifier.js';
import { builtInExamples } from './labelled-examples.js';

const examples = builtInExamples();
const classifier = new IntentClassifier(examples);

describe('the labelled examples', () => {
  it.each(Object.entries(examples))('show %s in every language', (_intent, byLanguage) => {
    expect(Object.keys(byLanguage).toSorted()).toEqual([...LANGUAGES].toSorted());
  });
});

describe(IntentClassifier.name, () => {
  it.each([
    [
      'greeting',
      [
        'Hello!',
        'hiiii',
        'Good morning :)',
        'Hallo',
        'Bonjour !',
        '¡Hola!',
        'Olá',
        'Merhaba',
        'سلام',
        'مرحبا',
      ],
    ],
    [
      'thanks',
      [
        'Thanks!!',
        'thank you so much',
        'Vielen Dank',
        'merci beaucoup',
        'muchas gracias',
        'obrigado',
        'شكرا',
        'شکریہ',
        'teşekkürler',
      ],
    ],
    [
      'goodbye',
      [
        'bye',
        'see you later!',
        'Tschüss',
        'au revoir',
        'adios',
        'tchau',
        'hoşça kal',
        'مع السلامة',
        'خدا حافظ',
      ],
    ],
    [
      'help',
      [
        'help',
        'Can you help me?',
        'Hilfe!',
        "J'ai besoin d'aide",
        'ayuda',
        'preciso de ajuda',
        'yardım',
        'مدد',
        'ساعدني',
      ],
    ],
    [
      'human_handoff',
      [
        'I want to talk to a human',
        'connect me to an agent please',
        'Ich möchte mit einem Menschen sprechen',
        'je veux parler à un humain',
        'quiero hablar con una persona',
        'quero falar com um atendente',
        'bir insanla konuşmak istiyorum',
      ],
    ],
    [
      'smalltalk',
      [
        'How are you?',
        'who are you',
        "what's your name?",
        'Wie geht es dir?',
        'comment ça va ?',
        '¿cómo estás?',
        'nasılsın?',
        'كيف حالك؟',
      ],
    ],
    [
      'question',
      [
        'How do I start Parley?',
        'What is the capital of France?',
        'Wie starte ich Parley?',
        '¿Cuánto cuesta?',
        'does it scale',
        'فرانس کا دارالحکومت کیا ہے؟',
      ],
    ],
    ['other', ['My order number is 99', '???!', '', '🙂', 'The screen of my new laptop stays black']],
  ])('knows %s in several languages', (intent, messages) => {
    expect(messages.map((message) => [message, classifier.classify(message)])).toEqual(
      messages.map((message) => [message, intent]),
    );
  });

  it.each([
    'Hello, how do I start Parley?',
    'Hi! What are the rate limits?',
    'Thanks, and how do I delete a conversation?',
    'Danke! Wie starte ich das?',
    'Can you help me connect Messenger to my page?',
    'Who are you going to vote for?',
    'How are rate limits counted?',
    'How do I hand a conversation over to a human agent in Messenger?',
    'What is the name of the setting for the port?',
    'Hola, ¿cómo borro una conversación?',
  ])('takes "%s" for a question, whatever small talk is in it', (message) => {
    expect(classifier.classify(message)).toBe('question');
  });

  it('learns from more than one set of examples', () => {
    const own = { greeting: { en: ['ahoy matey'] }, goodbye: { nl: ['tot ziens'] } };

    const both = new IntentClassifier(examples, own);

    expect(classifier.classify('Ahoy matey!')).not.toBe('greeting');
    expect(['Ahoy matey!', 'Tot ziens', 'Hello'].map((message) => both.classify(message))).toEqual([
      'greeting',
      'goodbye',
      'greeting',
    ]);
  });

  it.each(['x'.repeat(10_000), 'hello '.repeat(2000), '\u0000', '\ud800', '__proto__', 'constructor'])(
    'survives odd text',
    (message) => {
      expect(classifier.classify(message)).toMatch(/^[a-z_]+$/);
    },
  );
});
