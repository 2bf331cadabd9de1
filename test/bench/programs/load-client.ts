import type { RawConnection } from './raw-connection.js';

/** Somebody who asks over a connection of his own. */
export interface LoadClient {
  readonly connection: RawConnection;
  /** The bytes of his next request. */
  next(): Buffer;
}

/** A request with a JSON body, as bytes. */
export function jsonRequest(
  { host }: URL,
  path: string,
  { body, headers = [] }: { body: string; headers?: readonly string[] },
): Buffer {
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: ${host}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...headers,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}
