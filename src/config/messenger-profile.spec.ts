import { messengerProfile } from './messenger-profile.js';

const postback = { type: 'postback', title: 'Talk', payload: 'TALK' };
const link = { type: 'web_url', title: 'Shop', url: 'https://shop.example.org' };
const menuOf = (...items: object[]) => ({
  persistent_menu: [{ locale: 'default', call_to_actions: items }],
});
const questionsOf = (...questions: object[]) => ({
  ice_breakers: [{ locale: 'default', call_to_actions: questions }],
});
const greetingsIn = (...locales: string[]) => ({
  greeting: locales.map((locale) => ({ locale, text: 'Hello' })),
});
const question = { question: 'When are you open?', payload: 'HOURS' };

const isTaken = (profile: unknown): boolean => messengerProfile.safeParse(profile).success;

describe('the Messenger profile', () => {
  it.each([
    ['nothing', {}],
    [
      'everything',
      {
        get_started: { payload: 'GO' },
        ...greetingsIn('default', 'es_LA'),
        ...menuOf(postback, { ...link, webview_height_ratio: 'tall' }),
        ...questionsOf(question),
      },
    ],
    ['nulls', { get_started: null, greeting: null, persistent_menu: null, ice_breakers: null }],
    ['a menu of 20 items', menuOf(...Array.from({ length: 20 }, () => postback))],
    ['a title of 30 characters', menuOf({ ...postback, title: 'x'.repeat(30) })],
    ['a payload of 1000 characters', { get_started: { payload: 'x'.repeat(1000) } }],
    ['a greeting of 160 characters', { greeting: [{ locale: 'default', text: 'x'.repeat(160) }] }],
    ['four questions', questionsOf(question, question, question, question)],
  ])('may declare %s', (_what, profile) => {
    expect(messengerProfile.parse(profile)).toEqual(profile);
  });

  it.each([
    ['a property that nobody knows', { whitelisted_domains: [] }],
    ['anything but an object', []],
    ['a menu of 21 items', menuOf(...Array.from({ length: 21 }, () => postback))],
    ['an empty menu', menuOf()],
    ['a title of 31 characters', menuOf({ ...postback, title: 'x'.repeat(31) })],
    ['a payload of 1001 characters', { get_started: { payload: 'x'.repeat(1001) } }],
    ['an empty payload', { get_started: { payload: '' } }],
    ['a greeting of 161 characters', { greeting: [{ locale: 'default', text: 'x'.repeat(161) }] }],
    ['a link without https', menuOf({ ...link, url: 'http://shop.example.org' })],
    ['a link that is none', menuOf({ ...link, url: 'https://' })],
    ['a link with a payload', menuOf({ ...link, payload: 'SHOP' })],
    ['an item of another type', menuOf({ ...postback, type: 'nested' })],
    ['five questions', questionsOf(question, question, question, question, question)],
    ['no default locale', greetingsIn('en_US')],
    ['a locale twice', greetingsIn('default', 'en_US', 'en_US')],
    ['a locale that is none', greetingsIn('default', 'english')],
    ['a menu, and no Get Started button', { get_started: null, ...menuOf(postback) }],
  ])('may not declare %s', (_what, profile) => {
    expect(isTaken(profile)).toBe(false);
  });
});
