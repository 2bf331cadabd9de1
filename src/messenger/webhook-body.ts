import { MalformedJsonError } from '../errors/request.errors.js';

/** A string of JSON, to its end or the body's, or a number. */
const STRING_OR_NUMBER = /"[^"\\]*(?:\\[^][^"\\]*)*"?|-?\d[\d.eE+-]*/g;

/** Has digits that a double may lose. */
const BIG_INTEGER = /^[1-9]\d{15,}$/;

/**
 * Reads the JSON of a webhook. Integers of 16 digits and more come as text: ids of apps are numbers to this day, and
 * beyond 2^53 `JSON.parse` gives the id of another app.
 * @throws MalformedJsonError
 */
export function webhookBody(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString().replace(STRING_OR_NUMBER, quotedIfBig));
  } catch (error) {
    throw new MalformedJsonError({ cause: error });
  }
}

const quotedIfBig = (token: string): string => (BIG_INTEGER.test(token) ? `"${token}"` : token);
