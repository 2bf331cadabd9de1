import fc from 'fast-check';
import { z } from 'zod';
import { answerMessages } from './answer-messages.js';
import type { MessagePayload } from './message-payload.js';

/** As Meta's pages word the limits; over one of them nothing is sent. */
const said = (maxUnits: number) => z.string().max(maxUnits).regex(/\S/);
const url = z.url({ protocol: /^https$/ });
const button = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('web_url'), title: said(20), url }),
  z.strictObject({ type: z.literal('postback'), title: said(20), payload: said(1000) }),
]);
const element = z
  .strictObject({
    title: said(80),
    subtitle: said(80).optional(),
    image_url: url.optional(),
    default_action: z.strictObject({ type: z.literal('web_url'), url }).optional(),
    buttons: z.array(button).min(1).max(3).optional(),
  })
  .refine((card) => card.subtitle ?? card.image_url ?? card.buttons);
const template = z.discriminatedUnion('template_type', [
  z.strictObject({
    template_type: z.literal('button'),
    text: said(640),
    buttons: z.array(button).min(1).max(3),
  }),
  z.strictObject({ template_type: z.literal('generic'), elements: z.array(element).min(1).max(10) }),
]);
const quickReply = z.strictObject({ content_type: z.literal('text'), title: said(20), payload: said(1000) });
const content = z.union([
  z.strictObject({ text: said(1999) }),
  z.strictObject({ attachment: z.strictObject({ type: z.literal('template'), payload: template }) }),
]);
const quickReplies = z.array(quickReply).min(1).max(13);

/** Quick replies only under the last. */
function violations(messages: readonly MessagePayload[]): unknown[] {
  return messages.flatMap(({ quick_replies: replies, ...rest }, at) => {
    const isAllowed = at === messages.length - 1 ? quickReplies.optional() : z.undefined();
    return [content.safeParse(rest), isAllowed.safeParse(replies)].flatMap(
      ({ error }) => error?.issues ?? [],
    );
  });
}

const CHARACTERS = [
  ' ',
  ' ',
  'a',
  'b',
  '.',
  '|',
  '#',
  '-',
  '[',
  '](',
  ')',
  '!',
  '`',
  '*',
  '漢',
  '👨‍👩‍👧‍👦',
  'e\u0301',
];
const ADDRESSES = ['https://a.example/b', 'http://a.example', 'https://', 'https://a b', 'ftp://a', 'TAP'];

const anything = fc
  .tuple(
    fc.array(fc.constantFrom(...CHARACTERS), { maxLength: 12 }),
    fc.constantFrom(1, 1, 1, 1, 1, 1, 90, 300),
  )
  .map(([characters, times]) => characters.join('').repeat(times));
const address = fc.constantFrom(...ADDRESSES);
const anyLine = fc.oneof(
  anything,
  fc.tuple(fc.constantFrom('# ', '- '), anything).map((pieces) => pieces.join('')),
  fc.tuple(anything, address).map((pieces) => pieces.join(' | ')),
  fc.tuple(fc.constantFrom('![](', '![a](', '[](', '[a]('), address, fc.constant(')')).map((p) => p.join('')),
);

/** In the text too, a word is told by its letter and number. */
const TEXT_LINES = ['**TEXT** and so on.', '* TEXT', '> TEXT, too', 'TEXT\n', 'More of TEXT.'];
const BLOCK_LINES: Readonly<Record<string, readonly string[]>> = {
  'quick-replies': ['WORD', 'WORD and some more of it', '- WORD | TAP'],
  buttons: ['WORD', 'WORD and some more of it | TAP', 'WORD | https://a.example', 'WORD | http://a.example'],
  cards: ['# WORD', '# WORD', '- WORD', '- WORD | https://a.example', '- WORD | http://a.example'],
  js: ['WORD', 'WORD | TAP', '# WORD'],
};

const fenceOf = (kind: string, line: fc.Arbitrary<string>) =>
  fc.array(line, { maxLength: 45 }).map((lines) => [`~~~~${kind}`, ...lines, '~~~~'].join('\n'));
const answerOf = (parts: readonly fc.Arbitrary<string>[]) =>
  fc.array(fc.oneof(...parts), { maxLength: 6 }).map((blocks) => blocks.join('\n\n'));

const hostileAnswer = answerOf([
  anyLine,
  ...['quick-replies', 'buttons', 'cards'].map((kind) => fenceOf(kind, anyLine)),
]);
const wordedAnswer = answerOf([
  fc.array(fc.constantFrom(...TEXT_LINES), { maxLength: 150 }).map((lines) => lines.join('\n')),
  ...Object.entries(BLOCK_LINES).map(([kind, lines]) => fenceOf(kind, fc.constantFrom(...lines))),
]).map((answer) => {
  let number = 0;
  return answer.replaceAll(/WORD|TEXT/g, (kind) => `${kind.toLowerCase()}${(number += 1)};`);
});

/** All that a person can read of the messages, in order, the quick replies last. */
function shown(messages: readonly MessagePayload[]): string {
  const strings: string[] = [];
  JSON.stringify(messages, (key, value: unknown) => {
    if (typeof value === 'string' && /^(?:text|title|subtitle)$/.test(key)) strings.push(value);
    return value;
  });
  return strings.join('\n');
}

const wordsOf = (text: string, kind: RegExp): string[] => [...new Set(text.match(kind))];

describe(answerMessages.name, () => {
  it.each(['split', 'truncate'] as const)(
    'keeps within the limits of Meta, whatever it is given (%s)',
    (longReply) => {
      const property = fc.property(hostileAnswer, (answer) => {
        const messages = answerMessages(answer, longReply);

        expect(violations(messages)).toEqual([]);
        expect(messages.length > 0).toBe(answer.trim() !== '');
      });

      fc.assert(property);
    },
  );

  it('loses no word, and keeps the order of the text', () => {
    const property = fc.property(wordedAnswer, (answer) => {
      const text = shown(answerMessages(answer, 'split'));

      expect(wordsOf(text, /(?:text|word)\d+;/g).sort()).toEqual(
        wordsOf(answer, /(?:text|word)\d+;/g).sort(),
      );
      expect(wordsOf(text, /text\d+;/g)).toEqual(wordsOf(answer, /text\d+;/g));
    });

    fc.assert(property);
  });

  it('ends on 50,000 units of choices', () => {
    const answer = `~~~buttons\n${'a\n'.repeat(24_990)}~~~`;

    expect(violations(answerMessages(answer, 'split'))).toEqual([]);
  });
});
