import { read, write } from './storage.js';

const KEY = 'parley.device_id';

/** A random UUID, version 4; `crypto.randomUUID` is missing where the page doesn't come over TLS. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** A device id is a bearer secret: it stays in this browser. */
export function deviceId() {
  const known = read(KEY);
  if (known) return known;
  const fresh = newId();
  write(KEY, fresh);
  return fresh;
}
