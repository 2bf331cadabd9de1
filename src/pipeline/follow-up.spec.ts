import { followUpOf } from './follow-up.js';

const ask = (message: string, ...earlier: string[]) => followUpOf(message, { earlier, isAnswered: true });
const askInVain = (message: string, ...earlier: string[]) =>
  followUpOf(message, { earlier, isAnswered: false });

describe(followUpOf.name, () => {
  it.each([
    ['and what about Redis?', 'Redis?'],
    ['And how do I stop it?', 'stop'],
    ['Und wie stoppe ich ihn?', 'stoppe'],
    ['Et comment le redémarrer ?', 'redémarrer'],
    ['¿Y cómo lo reinicio?', 'reinicio?'],
    ['Mas como reinicio isso?', 'reinicio'],
    ['Peki onu nasıl durdururum?', 'durdururum?'],
    ['اور اسے کیسے روکوں؟', 'روکوں؟'],
    ['وكيف أوقفه؟', 'أوقفه؟'],
    ['ok, and on Windows?', 'Windows?'],
    ['can I cancel that?', 'cancel'],
  ])('searches for the own words of %j first', (message, question) => {
    expect(ask(message, 'How do I start Parley?')).toMatchObject({ question, topic: 'start Parley?' });
  });

  it.each([
    'why?',
    'And for how long?',
    'does it support that?',
    'Warum nicht?',
    'Et pourquoi ?',
    '¿Por qué?',
    'E por quê?',
  ])('searches for the topic where %j names nothing', (message) => {
    expect(ask(message, 'How do I start Parley?')).toMatchObject({
      question: 'start Parley?',
      topic: message,
      wantsMore: false,
    });
  });

  it.each([
    'How do I start Parley?',
    'Where is my order?',
    'Which health checks are there?',
    'And now something that is so long that it names all that it is about by itself',
  ])('lets %j stand on its own', (message) => {
    expect(ask(message, 'What about Redis?')).toBeNull();
  });

  it('takes a few words for a follow-up where nothing answers them alone', () => {
    expect(ask('Default size?', 'the memory')).toBeNull();
    expect(askInVain('Default size?', 'the memory')).toMatchObject({
      question: 'Default size?',
      topic: 'memory',
    });
    expect(askInVain('Which size do people take by default?', 'the memory')).toBeNull();
  });

  it('has nothing to lean on in a conversation that begins', () => {
    expect(ask('why?')).toBeNull();
    expect(ask('And how do I stop it?', 'why?')).toBeNull();
  });

  it('lets a topic weigh more where a pronoun stands for it, and always less than the question', () => {
    const weights = ['And how do I stop it?', 'And Redis?'].map(
      (message) => ask(message, 'Docker')?.topicWeight,
    );

    expect(weights).toEqual([0.5, 0.25]);
  });

  it('puts the topic together from questions that lean on each other, up to one that does not', () => {
    expect(ask('why?', 'And how do I stop it?', 'How do I start Parley?', 'Do I need Redis?')?.question).toBe(
      'stop start Parley?',
    );
    expect(ask('why?', 'What about Redis?', 'How do I start Parley?')?.question).toBe('Redis?');
    expect(ask('why?', 'how?', 'how?', 'how?', 'How do I start Parley?')).toBeNull();
  });

  it('reads no more of the earlier questions than it needs', () => {
    let read = 0;
    const earlier = function* (): Generator<string> {
      for (;;) {
        read += 1;
        yield 'How do I start Parley?';
      }
    };

    followUpOf('How do I start Parley?', { earlier: earlier(), isAnswered: true });
    followUpOf('why?', { earlier: earlier(), isAnswered: true });

    expect(read).toBe(1);
  });

  it.each(['tell me more', 'anything more about it?', 'Mehr dazu?', 'Et encore plus ?', 'مزید بتائیں'])(
    'knows %j for a question for more',
    (message) => {
      expect(ask(message, 'zebras')).toMatchObject({ question: 'zebras', wantsMore: true });
    },
  );

  it.each([
    ['a NUL byte', 'and \u0000?'],
    ['half a character', 'and \ud800 it?'],
    ['100,000 words', 'and it '.repeat(50_000)],
    ['no letters', '?! ...'],
    ['nothing', ''],
  ])('takes %s for some question', (_what, message) => {
    expect(() => askInVain(message, message, message)).not.toThrow();
    expect(askInVain('why?', message)?.question.length ?? 0).toBeLessThanOrEqual(500);
  });
});
