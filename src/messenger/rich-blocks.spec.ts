import { answerBlocks } from './rich-blocks.js';

const fence = (kind: string, ...lines: string[]): string => ['```' + kind, ...lines, '```'].join('\n');

const BLANK_CARD = { texts: [], images: [], links: [], choices: [] };

describe(answerBlocks.name, () => {
  it('reads the fences, and the very lines between them, in order', () => {
    const answer = `  **Which** size?\r\n\r\n${fence('quick-replies', 'Small', 'Large | SIZE_L')}\r\n\r\n* And?\n~~~ buttons \nA\n~~~\n`;

    expect(answerBlocks(answer)).toEqual([
      { kind: 'text', markdown: '  **Which** size?\n' },
      {
        kind: 'quick-replies',
        choices: [
          { title: 'Small', target: 'Small' },
          { title: 'Large', target: 'SIZE_L' },
        ],
      },
      { kind: 'text', markdown: '\n* And?' },
      { kind: 'buttons', choices: [{ title: 'A', target: 'A' }] },
    ]);
  });

  it.each([
    ['a payload with bars', 'A | b|c', { title: 'A', target: 'b|c' }],
    ['no spaces round the bar', 'A|b', { title: 'A', target: 'b' }],
    ['a bar and no payload', 'A |', { title: 'A', target: 'A' }],
    ['a payload and no title', '| B', { title: 'B', target: 'B' }],
    ['an item of a list', '- A | B', { title: 'A', target: 'B' }],
    ['an item with a star', '* A', { title: 'A', target: 'A' }],
    ['a minus', '-5 °C', { title: '-5 °C', target: '-5 °C' }],
  ])('reads a choice with %s', (_name, line, choice) => {
    expect(answerBlocks(fence('buttons', '', `  ${line} `, ' | '))).toEqual([
      { kind: 'buttons', choices: [choice] },
    ]);
  });

  it('reads cards', () => {
    const cards = [
      '# Cup',
      'Holds 0.3 l.',
      '![A red cup](https://a.example/cup.png)',
      '- Order | CUP',
      '[Look](https://a.example/look)',
      '[](https://a.example/cup)',
      '',
      'Is red.',
      '## Pot',
    ];

    expect(answerBlocks(fence('cards', ...cards))).toEqual([
      {
        kind: 'cards',
        cards: [
          {
            title: 'Cup',
            texts: ['Holds 0.3 l.', 'Is red.'],
            images: [{ title: 'A red cup', target: 'https://a.example/cup.png' }],
            links: [{ title: '', target: 'https://a.example/cup' }],
            choices: [
              { title: 'Order', target: 'CUP' },
              { title: 'Look', target: 'https://a.example/look' },
            ],
          },
          { ...BLANK_CARD, title: 'Pot' },
        ],
      },
    ]);
  });

  it.each([
    ['its first text', ['Cup', 'Red'], { ...BLANK_CARD, title: 'Cup', texts: ['Red'] }],
    ['the text after a blank title', ['#', 'Cup'], { ...BLANK_CARD, title: 'Cup' }],
    ['… at worst', ['- A'], { ...BLANK_CARD, title: '…', choices: [{ title: 'A', target: 'A' }] }],
  ])('calls a card without a title %s', (_name, lines, card) => {
    expect(answerBlocks(fence('cards', ...lines))).toEqual([{ kind: 'cards', cards: [card] }]);
  });

  it('reads a fence that is left open', () => {
    expect(answerBlocks('```buttons\nA')).toEqual([
      { kind: 'buttons', choices: [{ title: 'A', target: 'A' }] },
    ]);
  });

  it.each([
    ['no fence', '**a**\r\n\r\nb '],
    ['nothing', ''],
    ['a fence of another kind', fence('js', 'buttons')],
    ['a name with more behind it', fence('buttons x', 'A')],
    ['a name in capitals', fence('Buttons', 'A')],
    ['a fence without a name', fence('', 'A')],
    ['choices without anything', fence('buttons', ' ', '|', '-', '\u200b')],
    ['cards without anything', fence('cards', '', '#', '-')],
    ['a fence in a list', `- a\n\n  ${fence('buttons', 'A').replaceAll('\n', '\n  ')}`],
    ['a fence in a quotation', `> ${fence('buttons', 'A').replaceAll('\n', '\n> ')}`],
    ['more than the reader of Markdown takes', `${fence('buttons', 'A')}\n${'a'.repeat(50_000)}`],
  ])('leaves %s to the Markdown', (_name, markdown) => {
    expect(answerBlocks(markdown)).toEqual([{ kind: 'text', markdown }]);
  });
});
