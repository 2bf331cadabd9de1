import { isPushed, replyCutter } from './harness/redis-replies.js';

const REPLIES = [
  '+OK\r\n',
  ':42\r\n',
  '-ERR no\r\n',
  '$5\r\na\r\nb!\r\n',
  '$-1\r\n',
  '$0\r\n\r\n',
  '*0\r\n',
  '*-1\r\n',
  '*3\r\n:1\r\n*2\r\n$1\r\nx\r\n+y\r\n$-1\r\n',
  '%1\r\n+key\r\n:1\r\n',
  '*3\r\n$7\r\nmessage\r\n$4\r\ndone\r\n$2\r\nid\r\n',
];

describe(replyCutter, () => {
  it.each([1, 2, 3, 7, 1000])('finds every reply whole in pieces of %d bytes', (size) => {
    const stream = Buffer.from(REPLIES.join(''));
    const cut = replyCutter();

    const found: string[] = [];
    for (let at = 0; at < stream.length; at += size)
      found.push(...cut(stream.subarray(at, at + size)).map(String));

    expect(found).toEqual(REPLIES);
  });
});

describe(isPushed, () => {
  it('tells what nobody has asked for', () => {
    expect(REPLIES.filter((reply) => isPushed(Buffer.from(reply)))).toEqual(REPLIES.slice(-1));
  });
});
