import { cardAddresses, cardElements } from './message-cards.js';
import type { Button } from './message-payload.js';
import type { Card, Choice } from './rich-lines.js';

const CUP: Card = { title: 'Cup', texts: [], images: [], links: [], choices: [] };

const at = (target: string, title = ''): Choice => ({ title, target });
const postback = (title: string): Button => ({ type: 'postback', title, payload: title });

describe(cardElements.name, () => {
  it('shows a card', () => {
    const card = {
      ...CUP,
      texts: ['Red,', 'new'],
      images: [at('https://a.example/cup.png', 'A red cup')],
      links: [at('https://a.example')],
      choices: [at('A', 'A')],
    };

    expect(cardElements(card)).toEqual([
      {
        title: 'Cup',
        subtitle: 'Red, new',
        image_url: 'https://a.example/cup.png',
        default_action: { type: 'web_url', url: 'https://a.example' },
        buttons: [postback('A')],
      },
    ]);
  });

  it('shortens what is too long', () => {
    expect(cardElements({ ...CUP, title: 'a'.repeat(81), texts: ['b'.repeat(40), 'c'.repeat(40)] })).toEqual([
      { title: `${'a'.repeat(79)}…`, subtitle: `${'b'.repeat(40)}…` },
    ]);
  });

  it.each([
    ['nothing', {}, {}],
    [
      'nothing but a link',
      { links: [at('https://a.example')] },
      { default_action: { type: 'web_url', url: 'https://a.example' } },
    ],
    ['nothing that Meta shows', { images: [at('http://a.example')], choices: [at('http://b', 'B')] }, {}],
  ])('has a subtitle for a card with %s below its title', (_name, more, shown) => {
    expect(cardElements({ ...CUP, ...more })).toEqual([{ title: 'Cup', subtitle: '…', ...shown }]);
  });

  it('goes on in cards of the same title beyond three buttons', () => {
    const choices = [...'ABCDEFG'].map((title) => at(title, title));

    expect(cardElements({ ...CUP, texts: ['Red'], choices })).toEqual([
      { title: 'Cup', subtitle: 'Red', buttons: [postback('A'), postback('B'), postback('C')] },
      { title: 'Cup', buttons: [postback('D'), postback('E'), postback('F')] },
      { title: 'Cup', buttons: [postback('G')] },
    ]);
  });
});

describe(cardAddresses.name, () => {
  it('names what has no place on the card', () => {
    const card = {
      ...CUP,
      images: [at('http://a.example/1'), at('https://a.example/2'), at('https://a.example/3', 'The back')],
      links: [at('http://a.example')],
      choices: [at('http://b.example', 'Open'), at('https://b.example', 'See')],
    };

    expect(cardAddresses(card)).toEqual([
      'Cup: http://a.example/1',
      'The back: https://a.example/3',
      'Cup: http://a.example',
      'Cup – Open: http://b.example',
    ]);
    expect(cardElements(card)[0]?.image_url).toBe('https://a.example/2');
  });
});
