import { LANGUAGES } from '../config/chat.config.js';
import { ERROR_CODES } from './error-codes.js';
import { friendlyMessage, languageOf } from './friendly-messages.js';

describe(friendlyMessage.name, () => {
  it.each(LANGUAGES)('has a sentence of its own for every code in %s', (language) => {
    const sentences = ERROR_CODES.map((code) => friendlyMessage(code, language));

    expect(new Set(sentences).size).toBe(ERROR_CODES.length);
    expect(sentences.every((sentence) => /[.؟。۔]$/.test(sentence))).toBe(true);
  });

  it.each([...ERROR_CODES, 'refusal'])('says %s in eight different ways', (code) => {
    expect(new Set(LANGUAGES.map((language) => friendlyMessage(code, language))).size).toBe(LANGUAGES.length);
  });

  it.each([
    ['internal_error', /^Something went wrong on our side\./],
    ['agent_failed', /^I'm having trouble answering right now\./],
    ['agent_timeout', /^I'm taking longer than expected\./],
  ])('begins %s as the contract says', (code, beginning) => {
    expect(friendlyMessage(code, 'en')).toMatch(beginning);
  });

  it.each(['no_such_code', 'constructor', '__proto__', ''])(
    'takes the unknown code %j as our own fault',
    (code) => {
      expect(friendlyMessage(code, 'de')).toBe(friendlyMessage('internal_error', 'de'));
    },
  );
});

describe(languageOf.name, () => {
  it.each([
    ['de', 'de'],
    ['pt-BR', 'pt'],
    ['TR', 'tr'],
    ['ja, fr;q=0.5', 'fr'],
    ['en;q=0.4, ar;q=0.9, ur;q=0.8', 'ar'],
    ['es, de', 'es'],
    ['de;q=0, en;q=0.1', 'en'],
    ['fr ; q=0.3 , de ; q=0.7', 'de'],
    ['de;q=abc, tr;q=0.2', 'tr'],
  ])('reads %j as %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });

  it.each([undefined, '', '*', 'ja', 'deutsch', 'de;q=0', ';;,,;q=1', 'x'.repeat(10_000)])(
    'finds none of ours in %j',
    (header) => {
      expect(languageOf(header)).toBeNull();
    },
  );
});
