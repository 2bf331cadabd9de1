import fc from 'fast-check';
import { cleanText, isBlank } from './clean-text.js';

const AS_WRITTEN = [
  'if (a < b && c > d)',
  'if(a<b&&c>d) return;',
  'a<b && c>d',
  'Is a <b and c> d?',
  'Tom & Jerry',
  "O'Brien'); DROP TABLE users;--",
  'a<b',
  'x <3 you',
  '1 < 2, 3 > 2, a <= b, b >= a, a <- b, a -> b, a => b, a << 2, a >> 2',
  'List<String> names = new ArrayList<String>();',
  'Map<String, List<Object>> m; List<Object> o;',
  'std::vector<int> v;',
  'for (i=0;i<n;i++) { el.src = x } y > 3',
  'Tom <tom@example.org> and <https://example.org>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&amp; &amp;amp; &quot; &#60; &nbsp; &unknown; &',
  'An open <!-- is only text',
  'cp <from> <to>',
  'line one\nline two\tafter a tab',
  'שלום \u200fעולם\u200e, یہ \u200cاردو ہے',
  'family 👨‍👩‍👧‍👦, flag 🇩🇪',
];

describe(cleanText.name, () => {
  it.each(AS_WRITTEN)('gives %j back as written', (text) => {
    expect(cleanText(text)).toBe(text);
  });

  it.each([
    ['keeps the text of ordinary elements', '<p class="x">Hi <b>you</b></p>', 'Hi you'],
    ['keeps text in a text area', '<textarea name="t">a & b</textarea>', 'a & b'],
    ['removes a script with its content', 'Hi <script>alert(1)</script>there', 'Hi there'],
    ['removes a script in any case and spacing', 'a<ScRiPt\n src=x >evil()</sCrIpT >b', 'ab'],
    ['removes a script that is never closed', 'Hi <script>alert(1)', 'Hi'],
    ['removes a style with its content', '<style>p{color:red}</style>text', 'text'],
    ['removes event handlers with their element', '<img src=x onerror=alert(1)>ok', 'ok'],
    ['removes event handlers of unknown elements', '<x-box onclick="a()">t', 't'],
    ['removes event handlers behind a stray bracket', '<img/< onerror=alert(1)>x', 'x'],
    ['removes event handlers of a tag never closed', 'ok <img src=x onerror=alert(1)', 'ok'],
    ['removes javascript: links and keeps their text', '<a href="javascript:alert(1)">click</a>', 'click'],
    ['removes a tag that another one interrupts', '<svg<b>text', 'text'],
    ['begins a line with each block', '<p>a</p><p class="x">b</p>', 'a\nb'],
    ['begins a line where it is told to', 'a<br>b<br/>c', 'a\nb\nc'],
    ['begins a line with each item and cell', '<ul><li>a<li>b</ul><td>c</td><td>d</td>', 'a\nb\nc\nd'],
    ['makes one end of a line of many', '<div>\n <h1>a</h1>\n\n <p>b <i>c</i> d</p>\n</div>', 'a\nb c d'],
    ['begins a line where the parser has its say', "a<p title='b\">c</p>'>d</p><!-- <p> -->e", 'a\nd\ne'],
    ['removes comments', 'a<!-- <b> hidden -->b', 'ab'],
    ['removes a document type', '<!DOCTYPE html><html><body>hi</body></html>', 'hi'],
    ['takes quoted brackets as part of the tag', '<img alt="a>b" onerror="x">c', 'c'],
    ['removes a script that removal would form', '<scr<b></b>ipt>alert(1)</scr<b></b>ipt>x', 'x'],
    ['removes drawings with handlers', '<svg/onload=alert(1)>', ''],
    ['composes to NFC', 'cafe\u0301', 'café'],
    ['composes what removal brings together', 'cafe<b></b>\u0301', 'café'],
    ['removes NUL and control characters', 'a\u0000b\u0007c\u009fd', 'abcd'],
    ['makes a Windows line end a newline', 'a\r\nb', 'a\nb'],
    ['replaces unpaired surrogates', 'a\ud800b\udc00', 'a\ufffdb\ufffd'],
    ['removes bidirectional overrides and isolates', '\u202eevil\u202c \u2066x\u2069', 'evil x'],
    ['trims white space', ' \n\u3000hi\t ', 'hi'],
  ])('%s', (_name, raw, cleaned) => {
    expect(cleanText(raw)).toBe(cleaned);
  });

  it('leaves no bracket where markup keeps forming again', () => {
    const nested = `${'<'.repeat(20)}${'b>'.repeat(20)}x`;

    expect(cleanText(nested)).not.toContain('<');
  });

  it('changes nothing when it is repeated', () => {
    const pieces = [
      '<',
      '>',
      '/',
      '&',
      'lt;',
      'b',
      ' ',
      'script',
      'e',
      '\u0301',
      '"',
      "'",
      '=',
      'onload',
      'x',
      '!--',
      '--',
      '<p>',
      'br',
      '<svg',
    ];
    const hostile = fc
      .array(fc.constantFrom(...pieces, '\u0000', '\ud800', '\u202e', '\n', 'a href'))
      .map((all) => all.join(''));

    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' })), (raw) => {
        const once = cleanText(raw);
        expect(cleanText(once)).toBe(once);
        expect(once).not.toMatch(/<script[\s/>]|<[a-z]+[^<>]*\sonload=/i);
      }),
      { numRuns: 2000 },
    );
  });
});

describe(isBlank.name, () => {
  it.each(['', ' \n\t', '\u200b\u200d', '\u00ad\u2060', '\ufe0f', '\u3164'])(
    'finds nothing to see in %j',
    (text) => {
      expect(isBlank(text)).toBe(true);
    },
  );

  it.each(['.', '?', '😀', 'a\u200b', '\ufffd'])('sees %j', (text) => {
    expect(isBlank(text)).toBe(false);
  });
});
