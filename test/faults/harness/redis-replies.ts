import type { Cutter } from '../../support/tcp-proxy.js';

/**
 * Cuts what a Redis server says into whole replies, however they come in.
 * https://redis.io/docs/latest/develop/reference/protocol-spec/
 */
export function replyCutter(): Cutter {
  let rest: Buffer = Buffer.alloc(0);
  return (piece) => {
    rest = Buffer.concat([rest, piece]);
    const replies: Buffer[] = [];
    for (let end = endOfReply(rest, 0); end !== null; end = endOfReply(rest, 0)) {
      replies.push(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
    return replies;
  };
}

/** Messages of a subscription, and what confirms one: nobody has asked for them. */
export const isPushed = (reply: Buffer): boolean =>
  /^[*>][34]\r\n\$\d+\r\np?(?:message|subscribe|unsubscribe)\r\n/.test(reply.toString('latin1', 0, 40));

const AGGREGATES: Readonly<Record<string, number>> = { '*': 1, '>': 1, '~': 1, '%': 2 };
const BULKS = ['$', '=', '!'];

/** Where the reply that begins at `start` ends; null: not all of it is there. */
function endOfReply(bytes: Buffer, start: number): number | null {
  const lineEnd = bytes.indexOf('\r\n', start);
  if (lineEnd === -1) return null;
  const type = bytes.toString('latin1', start, start + 1);
  const length = Number(bytes.toString('latin1', start + 1, lineEnd));
  const head = lineEnd + 2;
  if (BULKS.includes(type)) return endOfBulk(bytes, head, length);
  let end: number | null = head;
  for (let left = length * (AGGREGATES[type] ?? 0); left > 0 && end !== null; left -= 1)
    end = endOfReply(bytes, end);
  return end;
}

function endOfBulk(bytes: Buffer, start: number, length: number): number | null {
  if (length < 0) return start; // There is none.
  const end = start + length + 2;
  return end <= bytes.length ? end : null;
}
