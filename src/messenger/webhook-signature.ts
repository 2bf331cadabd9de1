import { createHmac, timingSafeEqual } from 'node:crypto';

/** What `X-Hub-Signature-256` proves; nothing but `right` may be read. */
export type SignatureVerdict = 'missing' | 'wrong' | 'right';

/** The one algorithm that counts, whatever a header may name. */
const HEADER = /^sha256=([\da-fA-F]{64})$/;

/**
 * Judges the signature of `body`, the bytes as they came: JSON that is written anew has other bytes, since Meta
 * escapes `ä` and `/`. Source: Meta, Messenger Platform, Webhooks, "Validate payloads".
 */
export function signatureVerdict(secret: string, body: Buffer, header: unknown): SignatureVerdict {
  if (header === undefined || header === '') return 'missing';
  const hex = typeof header === 'string' ? HEADER.exec(header)?.[1] : undefined;
  if (hex === undefined) return 'wrong';
  const expected = createHmac('sha256', secret).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(hex, 'hex')) ? 'right' : 'wrong';
}
