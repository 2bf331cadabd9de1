import { signatureVerdict } from './webhook-signature.js';

const SECRET = 'a secret of our own';

/** As Meta writes a body: everything but ASCII escaped, and `/` and `<` too. */
const ESCAPED = Buffer.from(
  String.raw`{"object":"page","entry":[{"id":"42","messaging":[{"message":{"text":"Gr\u00fc\u00dfe \ud83d\ude00 \u003C3 https:\/\/parley.example\/"}}]}]}`,
);
const ESCAPED_HEX = '1bb0ca6ccf8bcf7aad35c9fa3e8966f5085e3c2ff1b101c9990f4f7eab783bae';

/** Computed with another program, as all that stand here. */
const HEADER = `sha256=${ESCAPED_HEX}`;

describe(signatureVerdict.name, () => {
  it.each([
    ['escaped characters', ESCAPED, ESCAPED_HEX],
    [
      'plain ASCII',
      Buffer.from('{"object":"page","entry":[]}'),
      'd573ab9edd85f7d0f1d850d82c17ae87cdaf66c288867c9f59b64be654a83884',
    ],
    ['nothing', Buffer.alloc(0), 'dc34551daa731608eb599cf3d5279a25c0324c046218eba9d2d611e7ac2e5a1e'],
    [
      'bytes that are no text',
      Buffer.from([0xff, 0xfe, 0x7b]),
      '7cc91648f17b2f0632f812ad076df93e76c3d7670e16b1a833504bf1a749f412',
    ],
  ])('takes the signature of a body of %s', (_name, body, hex) => {
    expect(signatureVerdict(SECRET, body, `sha256=${hex}`)).toBe('right');
    expect(signatureVerdict(SECRET, body, `sha256=${hex.toUpperCase()}`)).toBe('right');
  });

  it('refuses it for the same JSON in other bytes', () => {
    const again = Buffer.from(JSON.stringify(JSON.parse(ESCAPED.toString())));

    expect(signatureVerdict(SECRET, again, HEADER)).toBe('wrong');
  });

  it('refuses it for another secret', () => {
    expect(signatureVerdict('another secret', ESCAPED, HEADER)).toBe('wrong');
  });

  it.each([
    ['no header', undefined],
    ['an empty header', ''],
  ])('misses it in %s', (_name, header) => {
    expect(signatureVerdict(SECRET, ESCAPED, header)).toBe('missing');
  });

  it.each([
    ['a digit too few', HEADER.slice(0, -1)],
    ['a digit too many', `${HEADER}0`],
    ['a line after it', `${HEADER}\n`],
    ['two of one header', `${HEADER}, ${HEADER}`],
    ['a list of it', [HEADER]],
    ['no digits at all', 'sha256='],
    ['what is no digit', `sha256=${'g'.repeat(64)}`],
    ['no algorithm', ESCAPED_HEX],
    ['another algorithm', 'sha1=5d12e3b1291942dd9ad946e87a85385572e218fb'],
    ['the older signature under the name of the newer', 'sha256=5d12e3b1291942dd9ad946e87a85385572e218fb'],
    ['another name of the same length', `sha512=${ESCAPED_HEX}`],
    ['a number', 256],
    ['null', null],
  ])('refuses %s', (_name, header) => {
    expect(signatureVerdict(SECRET, ESCAPED, header)).toBe('wrong');
  });
});
