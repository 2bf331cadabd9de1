import type { MessengerProfile } from '../config/messenger-profile.js';
import { profileDifference } from './profile-difference.js';

const get_started = { payload: 'GO' };
const greeting = [{ locale: 'default', text: 'Hello' }];
const persistent_menu: MessengerProfile['persistent_menu'] = [
  {
    locale: 'default',
    call_to_actions: [
      { type: 'postback', title: 'Talk', payload: 'TALK' },
      { type: 'web_url', title: 'Shop', url: 'https://shop.example.org' },
    ],
  },
];
const NOTHING = { write: {}, remove: [] };

describe(profileDifference.name, () => {
  it('is everything that is declared where the page has nothing', () => {
    const declared = { get_started, greeting, persistent_menu };

    expect(profileDifference(declared, {})).toEqual({ write: declared, remove: [] });
  });

  it('is nothing where the page has it, whatever else Meta says of it', () => {
    const [menu] = persistent_menu;
    const actual = {
      get_started,
      greeting,
      persistent_menu: [{ ...menu, composer_input_disabled: false }],
      whitelisted_domains: ['https://example.org'],
    };

    expect(profileDifference({ get_started, greeting, persistent_menu }, actual)).toEqual(NOTHING);
  });

  it.each([
    ['a text', { greeting: [{ locale: 'default', text: 'Hi' }] }],
    ['the number of entries', { greeting: [...greeting, { locale: 'en_US', text: 'Hello' }] }],
    ['its form', { greeting: { text: 'Hello' } }],
    ['null', { greeting: null }],
  ])('is a property alone that differs in %s', (_what, other) => {
    expect(profileDifference({ get_started, greeting }, { get_started, ...other })).toEqual({
      write: { greeting },
      remove: [],
    });
  });

  it('leaves alone what is not declared', () => {
    expect(profileDifference({ greeting }, { get_started, greeting, persistent_menu })).toEqual(NOTHING);
  });

  it('removes what is declared to be null, a menu before its button, if it is there', () => {
    const declared = { get_started: null, greeting: null, ice_breakers: null, persistent_menu: null };

    expect(profileDifference(declared, { get_started, persistent_menu, ice_breakers: [] })).toEqual({
      write: {},
      remove: ['persistent_menu', 'get_started'],
    });
  });

  it('adds the button that a menu needs, where the page has none', () => {
    const button = { payload: 'GET_STARTED' };

    expect(profileDifference({ persistent_menu }, {}).write).toEqual({
      persistent_menu,
      get_started: button,
    });
    expect(profileDifference({ persistent_menu }, { persistent_menu }).write).toEqual({
      get_started: button,
    });
    expect(profileDifference({ persistent_menu }, { get_started }).write).toEqual({ persistent_menu });
  });
});
