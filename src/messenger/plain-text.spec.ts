import fc from 'fast-check';
import { plainText } from './plain-text.js';

const ANSWER = `# Your order

**Thank you!** It leaves *today*:

* [Track it](https://example.com/t/a_b_c)
* Pay \`42 €\`

| Item | Price |
|:-----|------:|
| Cup  | 2 €   |

\`\`\`sh
echo **$PATH**   # as it is


exit
\`\`\`
Questions? Write to <help@example.com>.`;

const ANSWER_AS_TEXT = `Your order

Thank you! It leaves today:

- Track it (https://example.com/t/a_b_c)
- Pay 42 €

Item | Price
Cup | 2 €

echo **$PATH**   # as it is


exit

Questions? Write to help@example.com.`;

/** No rule of Markdown may touch them, wherever they stand in a line. */
const PLAIN_WORDS = [
  ...'snake_case _private 2*3*4 w*h*d C# #tag #1 a_b@example.com $3.50 5* ~5 e.g. (see it) [sic]'.split(' '),
  ...'https://example.com/a_b_/*c*?d=*e*&f_=1 List<String> {{name}} AT&T <3 [1] a|b 12:30 50% ^'.split(' '),
  ...'naïve «да» 漢字 سلام 👨‍👩‍👧‍👦 don’t – "so" 1.5 € &'.split(' '),
];

const plainSentence = fc
  .array(fc.oneof(fc.constantFrom(...PLAIN_WORDS), fc.stringMatching(/^[a-zà-ÿа-я]{1,9}[,;:]?$/)), {
    minLength: 1,
  })
  .map((words) => `So ${words.join(' ')}.`);

const plainAnswer = fc
  .array(fc.tuple(plainSentence, fc.constantFrom(' ', '\n', '\n\n')), { minLength: 1, maxLength: 6 })
  .map((sentences) => sentences.flat().join('').trim());

const MARKS = '*,**,_,~~a,b~~ ,# ,- ,1. ,> ,|,[,],!,\\,---\n,\n,\n\n'.split(',');

const markdown = fc
  .array(fc.constantFrom(...MARKS, 'alpha', 'beta ', 'gamma.', '漢'), { maxLength: 60 })
  .map((marks) => marks.join(''));

const lettersOf = (text: string): string => text.replace(/\P{L}/gu, '');

describe(plainText.name, () => {
  it('turns an answer into what a reader of plain text needs', () => {
    expect(plainText(ANSWER)).toBe(ANSWER_AS_TEXT);
  });

  it.each([
    ['bold, italics and strike-through', '**a** __b__ *c* _d_ ***e*** ~~f~~', 'a b c d e f'],
    ['bold inside a word', 'be**fore**hand, 这是**重要**的', 'beforehand, 这是重要的'],
    [
      'bold that ends in punctuation before a word',
      '**注意：**请看**“这里”**。**Note:**this',
      '注意：请看“这里”。Note:this',
    ],
    ['bold round a URL', '**https://example.com/a**', 'https://example.com/a'],
    ['headings', '## One ##\nText\n\nTwo\n---\nMore', 'One\nText\n\nTwo\n\nMore'],
    ['a link', '[text](https://example.com "title").', 'text (https://example.com).'],
    ['a link with markup', '[**a** `b`](https://example.com)', 'a b (https://example.com)'],
    ['a link that shows its target', '[https://a.example](https://a.example)', 'https://a.example'],
    ['a link that shows most of its target', '[a.example](https://www.a.example/)', 'https://www.a.example/'],
    ['a link without text', '[](https://a.example)', 'https://a.example'],
    [
      'links to an address',
      '[us](mailto:a@b.example) [a@b.example](mailto:a@b.example)',
      'us (a@b.example) a@b.example',
    ],
    ['a link to nowhere', '[top](#top) [x](javascript:y)', 'top x'],
    ['an autolink', '<https://a.example/_b_>', 'https://a.example/_b_'],
    ['links by reference', '[a][1]\n\n[1]: https://a.example', '[a][1]\n\n[1]: https://a.example'],
    ['images', '![A *cat*\nsits](https://a.example/c.png)', 'A cat sits (https://a.example/c.png)'],
    ['an image that is a link', '[![Build](b.svg)](https://a.example)', 'Build (https://a.example)'],
    ['an image without a place', 'See ![](data:image/png;base64,AAAA) this', 'See  this'],
    ['inline code', 'Use `a_b*c*` and `` ` ``', 'Use a_b*c* and `'],
    ['code in fences', '~~~js\n  **a**\n\n\n\n# b\n~~~\n\nc', '  **a**\n\n\n\n# b\n\nc'],
    ['a fence that is left open', 'Run:\n```\n**a**', 'Run:\n\n**a**'],
    ['code in the place of its language', '```npm install\n```\n~~~~ b', 'npm install\n\nb'],
    ['code by indentation', 'a\n\n    **b**\n      c', 'a\n\n**b**\n  c'],
    ['bullets', '* a\n* b\n\n- c\n\n- d', '- a\n- b\n\n- c\n\n- d'],
    ['numbers', '3. c\n4. d\n\n1) a\n2) b', '3. c\n4. d\n\n1) a\n2) b'],
    ['nested lists', '1. a\n   * b\n     - c\n2. d', '1. a\n  - b\n    - c\n2. d'],
    ['items with more than a line', '- a\n  b\n\n  c\n- d', '- a\nb\n\nc\n- d'],
    ['empty items', '-\n- b', '-\n- b'],
    ['tasks', '- [x] a\n- [ ] b\n- [y] c', '- ☑ a\n- ☐ b\n- [y] c'],
    ['quotations', '> a\n> b\n>\n> > c', 'a\nb\n\nc'],
    ['comparisons', '>18\n> 20\n\n>= 5 and\n\n> €5', '> 18\n> 20\n\n>= 5 and\n\n> €5'],
    ['a table', 'a\n|b|*c*|\n|-|-|\n|`d`||\n||e|', 'a\nb | c\nd\n| e'],
    ['footnotes', 'a[^1] [^z]\n\n[^1]: See https://a.example', 'a[1] [^z]\n\n[1]: See https://a.example'],
    ['hard line ends', 'a  \nb\\\nc<br>d<br/><br><br>e', 'a\nb\nc\nd\n\ne'],
    ['entities', '&lt;b&gt; &amp;&nbsp;&euro;&#33; &#10;&#10;&#10; x', '<b> &\u00a0€! \n\nx'],
    ['escapes', '\\*a\\* snake\\_case 1\\. \\$5', '*a* snake_case 1. $5'],
    ['tags of formatting', '<b>a</b> <!-- b --> H<sub>2</sub>O 10<sup>3</sup>', 'a  H2O 10^3'],
    ['lines of dashes', 'a\n\n---\n\n***\n\nb', 'a\n\nb'],
    ['line ends of Windows', 'a\r\nb\r\n\r\n\r\nc', 'a\nb\n\nc'],
    ['nothing', ' \n ', ''],
    ['nothing but markup', '---', ''],
  ])('writes %s plainly', (_name, markup, text) => {
    expect(plainText(markup)).toBe(text);
  });

  it.each([
    ...['2*3*4 = 24', '2**3**4', 'a*b*c', '(a)*b*(c)', '2 * 3 * 4', '5* hotel', '*args, **kwargs', 'a ** b'],
    ...['#hashtag', 'C# and F#', '+ 3 more', '1990. A year.', '-5 °C', '~5 to ~10', '3 < 4 > 2', 'x\n: y'],
    ...['| no table |', 'f(x)[0]', 'a[i](j', 'C:\\Users\\me', '100% & more', '&copy', '"**" is bold', '__x'],
  ])('leaves %j as it is', (text) => {
    expect(plainText(text)).toBe(text);
  });

  it('leaves plain sentences as they are', () => {
    fc.assert(fc.property(plainAnswer, (text) => expect(plainText(` \n${text}\n\n`)).toBe(text)));
  });

  it('loses no letter, and leaves no white space at the ends nor two empty lines in a row', () => {
    const property = fc.property(markdown, (text) => {
      const plain = plainText(text);

      expect(lettersOf(plain)).toBe(lettersOf(text));
      expect(plain).toBe(plain.trim());
      expect(plain).not.toMatch(/\n\s*\n\s*\n/);
    });

    fc.assert(property, { numRuns: 200 });
  });

  it('takes any text', () => {
    const character = fc.oneof(fc.constantFrom(...MARKS), fc.nat(0x10ffff).map(String.fromCodePoint));
    const property = fc.property(
      fc.string({ unit: character }),
      (text) => typeof plainText(text) === 'string',
    );

    fc.assert(property, { numRuns: 200 });
  });

  it.each([...['[', '![', '*a ', '\n|-', '> ', '- ', '[a](', '[^', '&#10;']])(
    'ends on 50,000 units of %j and keeps what follows',
    (bomb) => {
      const hostile = `${bomb.repeat(50_000 / bomb.length - 1)}x`;

      expect(plainText(hostile)).toContain('x');
    },
  );

  it.each(['[', '>', '*', '**bold** '])('leaves 100,000 units of %j as they are', (bomb) => {
    const hostile = bomb.repeat(100_000 / bomb.length).trim();

    expect(plainText(hostile)).toBe(hostile);
  });

  it('takes the markup out of what is nested 30 levels deep', () => {
    expect(plainText(`${'> '.repeat(30)}**a**`)).toBe('a');
  });

  it.each(['> ', '- '])('leaves what is nested 40 levels of %j deep as it is', (level) => {
    const nested = `${level.repeat(40)}**a**`;

    expect(plainText(nested)).toBe(nested);
  });
});
