import { answerMessages } from './answer-messages.js';
import type { Button, CardElement, MessagePayload, QuickReply } from './message-payload.js';

const fence = (kind: string, ...lines: string[]): string => ['```' + kind, ...lines, '```'].join('\n');
const split = (...parts: string[]): MessagePayload[] => answerMessages(parts.join('\n'), 'split');
const lettersTo = (last: string): string[] => [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split(last, 1).join(''), last];

const reply = (title: string, payload = title): QuickReply => ({ content_type: 'text', title, payload });
const postback = (title: string, payload = title): Button => ({ type: 'postback', title, payload });
const link = (title: string, url: string): Button => ({ type: 'web_url', title, url });

const buttonMessage = (text: string, ...buttons: Button[]): MessagePayload => ({
  attachment: { type: 'template', payload: { template_type: 'button', text, buttons } },
});
const cardMessage = (...elements: CardElement[]): MessagePayload => ({
  attachment: { type: 'template', payload: { template_type: 'generic', elements } },
});

describe('an answer of text', () => {
  it.each(['split', 'truncate'] as const)('loses its markup before it is measured (%s)', (longReply) => {
    expect(answerMessages(`**${'a'.repeat(1999)}**`, longReply)).toEqual([{ text: 'a'.repeat(1999) }]);
  });

  it('is one message or all that a long one needs', () => {
    const answer = `# ${'a'.repeat(1500)}.\n\n${'b'.repeat(1500)}`;

    expect(answerMessages(answer, 'split')).toEqual([
      { text: `${'a'.repeat(1500)}.` },
      { text: 'b'.repeat(1500) },
    ]);
    expect(answerMessages(answer, 'truncate')).toEqual([{ text: `${'a'.repeat(1500)}. …` }]);
  });

  it.each(['split', 'truncate'] as const)('is sent as it is where it is all markup (%s)', (longReply) => {
    expect(answerMessages(' *** ', longReply)).toEqual([{ text: '***' }]);
  });

  it.each(['split', 'truncate'] as const)('is nothing where it is blank (%s)', (longReply) => {
    expect(answerMessages(' \n ', longReply)).toEqual([]);
  });

  it('keeps a fence that is no block', () => {
    expect(split('See:', fence('js', 'a | b'), fence('buttons'))).toEqual([
      { text: 'See:\n\na | b\n\nbuttons' },
    ]);
  });
});

describe('quick replies', () => {
  it('stand under the last message, wherever they were written', () => {
    const answer = [
      '**Size?**',
      fence('quick-replies', 'S', 'L | BIG'),
      'Or ask.',
      fence('quick-replies', 'Ask'),
    ];

    expect(split(...answer)).toEqual([
      { text: 'Size?\n\nOr ask.', quick_replies: [reply('S'), reply('L', 'BIG'), reply('Ask')] },
    ]);
  });

  it('stand under the last part of a long text', () => {
    const [first, last] = split(fence('quick-replies', 'S'), `${'a'.repeat(1500)}.`, 'b'.repeat(1500));

    expect(first).toEqual({ text: `${'a'.repeat(1500)}.` });
    expect(last).toEqual({ text: 'b'.repeat(1500), quick_replies: [reply('S')] });
  });

  it('stand under a template', () => {
    expect(split('Go', fence('quick-replies', 'S'), fence('buttons', 'A'))).toEqual([
      { ...buttonMessage('Go', postback('A')), quick_replies: [reply('S')] },
    ]);
  });

  it('keep the whole of a long title, or the payload given, as the payload', () => {
    const long = 'Track my last order now';

    expect(split('Go', fence('quick-replies', long, `${long} | T`, `A | ${'b'.repeat(1001)}`))).toEqual([
      {
        text: 'Go',
        quick_replies: [
          reply('Track my last order…', long),
          reply('Track my last order…', 'T'),
          reply('A', 'b'.repeat(1000)),
        ],
      },
    ]);
  });

  it('go on as lines of the text in front of them beyond the thirteenth', () => {
    const [first, second] = [lettersTo('L'), ['M', 'N', 'O']];

    expect(split('One', fence('quick-replies', ...first), fence('quick-replies', ...second), 'Two')).toEqual([
      {
        text: 'One\n- N\n- O\n\nTwo',
        quick_replies: lettersTo('M').map((title) => reply(title)),
      },
    ]);
  });

  it('say themselves what nobody says in front of them', () => {
    expect(split(fence('quick-replies', 'S', 'L | BIG'))).toEqual([
      { text: 'S / L', quick_replies: [reply('S'), reply('L', 'BIG')] },
    ]);
  });
});

describe('buttons', () => {
  it('stand under the text in front of them', () => {
    expect(split('*Go*', fence('buttons', 'Site | https://a.example', 'Order | O', 'Ask'), 'Bye')).toEqual([
      buttonMessage('Go', link('Site', 'https://a.example'), postback('Order', 'O'), postback('Ask')),
      { text: 'Bye' },
    ]);
  });

  it('stand under the end of a long text', () => {
    const [first, second, last] = [`${'a'.repeat(1900)}.`, `${'b'.repeat(500)}.`, `${'c'.repeat(400)}.`];

    expect(split(first, '', `${second} ${last}`, fence('buttons', 'A'))).toEqual([
      { text: first },
      { text: second },
      buttonMessage(last, postback('A')),
    ]);
  });

  it('say themselves what is not to be cut in front of them: a long URL', () => {
    const text = `Get https://a.example/${'b'.repeat(700)}`;

    expect(split(text, fence('buttons', 'A', 'B'))).toEqual([
      { text },
      buttonMessage('A / B', postback('A'), postback('B')),
    ]);
  });

  it('take further templates beyond the third', () => {
    expect(split('Go', fence('buttons', ...lettersTo('G')))).toEqual([
      buttonMessage('Go', postback('A'), postback('B'), postback('C')),
      buttonMessage('…', postback('D'), postback('E'), postback('F')),
      buttonMessage('…', postback('G')),
    ]);
  });

  it('say themselves what nobody says in front of them', () => {
    const long = 'a'.repeat(700);

    expect(split(fence('buttons', 'A', 'B | b'), fence('buttons', long))).toEqual([
      buttonMessage('A / B', postback('A'), postback('B', 'b')),
      buttonMessage(`${'a'.repeat(639)}…`, postback(`${'a'.repeat(19)}…`, long)),
    ]);
  });

  it.each(['http://a.example', 'https://', 'https://a b.example'])(
    'leave an address that Meta does not open, %s, to the text',
    (url) => {
      expect(split('Go', fence('buttons', `Site | ${url}`, url, 'A'))).toEqual([
        buttonMessage(`Go\nSite: ${url}\n${url}`, postback('A')),
      ]);
      expect(split(fence('buttons', `Site | ${url}`), 'Bye')).toEqual([{ text: `Site: ${url}\n\nBye` }]);
    },
  );

  it('leave no trace of a line of dashes between them', () => {
    expect(split(fence('buttons', 'A'), '---', fence('buttons', 'B'))).toEqual([
      buttonMessage('A', postback('A')),
      buttonMessage('B', postback('B')),
    ]);
  });

  it('follow a text that is truncated', () => {
    const [first, second, third, last] = [...'abcd'].map((letter) => `${letter.repeat(600)}.`);
    const answer = [`${first} ${second} ${third} ${last}`, fence('buttons', 'A')].join('\n');

    expect(answerMessages(answer, 'truncate')).toEqual([
      { text: `${first} ${second}` },
      buttonMessage(`${third} …`, postback('A')),
    ]);
  });
});

describe('cards', () => {
  it('stand between the texts', () => {
    const cup = [
      '# Cup',
      'Red',
      '![](https://a.example/i.png)',
      '[](https://a.example)',
      '- Order | CUP',
      '# Pot',
    ];

    expect(split('Look:', fence('cards', ...cup, 'Blue,', 'new'), 'Bye')).toEqual([
      { text: 'Look:' },
      cardMessage(
        {
          title: 'Cup',
          subtitle: 'Red',
          image_url: 'https://a.example/i.png',
          default_action: { type: 'web_url', url: 'https://a.example' },
          buttons: [postback('Order', 'CUP')],
        },
        { title: 'Pot', subtitle: 'Blue, new' },
      ),
      { text: 'Bye' },
    ]);
  });

  it('go on in another template beyond the tenth', () => {
    const element = (title: string): CardElement => ({ title, subtitle: '…' });

    expect(split(fence('cards', ...lettersTo('K').map((title) => `# ${title}`)))).toEqual([
      cardMessage(...lettersTo('J').map(element)),
      cardMessage(element('K')),
    ]);
  });

  it('leave addresses that Meta does not open to the text in front of them', () => {
    expect(split('Look:', fence('cards', '# Cup', 'Red', '- Open | http://b.example'))).toEqual([
      { text: 'Look:\nCup – Open: http://b.example' },
      cardMessage({ title: 'Cup', subtitle: 'Red' }),
    ]);
  });
});
