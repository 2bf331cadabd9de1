import { storableText } from '../database/storable-json.js';

/** An object of JSON of which nothing is known. */
export type WireObject = Readonly<Record<string, unknown>>;

/** Two of them, with a colon between, make a device id: short enough, and never blank once it is cleaned. */
const ID = /^(?=.*[a-z\d])[ -9;-~]{1,100}$/i;

/** Those of 2026 have about 150 characters. */
const MESSAGE_ID = /^[ -~]{1,500}$/;

/** Less is seconds: 1e11 ms is March 1973. */
const LEAST_MS = 1e11;

/** The last moment that a Date can hold. */
const MOST_MS = 8.64e15;

export const isWireObject = (value: unknown): value is WireObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whatever is no object is an empty one. */
export const objectOf = (value: unknown): WireObject => (isWireObject(value) ? value : {});

/** Nothing is an empty list; what is no list is one of itself. */
export function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

/** Text that can be stored; null where there is none or it is empty. */
export function textOf(value: unknown): string | null {
  const text = typeof value === 'string' ? storableText(value) : '';
  return text === '' ? null : text;
}

/** The id of a page, a person or an app, a number or text; null where it can't be one. */
export const idOf = (value: unknown): string | null => matching(ID, value);

/** The id of a message. */
export const messageIdOf = (value: unknown): string | null => matching(MESSAGE_ID, value);

/** Milliseconds since 1970 from milliseconds or seconds, a number or text; null where it is neither. */
export function momentOf(value: unknown): number | null {
  const time = typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN;
  const ms = Math.trunc(time < LEAST_MS ? time * 1000 : time);
  return ms > 0 && ms <= MOST_MS ? ms : null;
}

function matching(pattern: RegExp, value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value);
  return pattern.test(text) ? text : null;
}
