import { z } from 'zod';

/** What a failed send means. `ambiguous`: it may have been delivered. */
export const GRAPH_FAILURES = [
  'transient',
  'ambiguous',
  'throttle',
  'blocked',
  'window-closed',
  'recipient-unavailable',
  'thread-not-owned',
  'bad-recipient',
  'bad-request',
  'permission',
  'auth',
  'permanent',
] as const;
export type GraphFailureKind = (typeof GRAPH_FAILURES)[number];

export interface GraphFailure {
  readonly kind: GraphFailureKind;
  /** `code/subcode` as Meta names it, `http/500` where it names nothing. Holds no text of theirs, which is localized. */
  readonly code: string;
  /** True: it counts towards leaving the page's Send API alone for a while. */
  readonly isOutage: boolean;
  /** Meta's own estimate of when to come back, in ms; null where there is none. */
  readonly retryAfterMs: number | null;
}

const errorBody = z.object({
  error: z.object({
    code: z.number().nullish().catch(null),
    error_subcode: z.number().nullish().catch(null),
    is_transient: z.boolean().nullish().catch(null),
    message: z.string().nullish().catch(null),
  }),
});

type Rule = readonly [codes: readonly string[], kind: GraphFailureKind];

/**
 * By `code/subcode`, then by `code`; the first that fits. Meta, Graph API, "Handle errors" and Messenger Platform, "Error
 * codes"; 2018300 and its like have been seen both as codes and as subcodes.
 */
const RULES: readonly Rule[] = [
  [['1/1357046'], 'ambiguous'],
  [['1/99', '2/2018344'], 'permanent'],
  [['613/2018338', '368', '2022', '10/1893063'], 'blocked'],
  [['10/2018278', '10/2534022', '10/2018065', '2018278', '2018065'], 'window-closed'],
  [['10/2018108', '551', '200/1545041'], 'recipient-unavailable'],
  [['10/2018300', '10/2018336', '100/2534037', '2018300'], 'thread-not-owned'],
  [['100/2018001', '2018001'], 'bad-recipient'],
  [['4', '17', '32', '341', '613', '80001', '80006', '9/2018352'], 'throttle'],
  [['2', '1200', '9000001', '1'], 'transient'],
  [['102', '190'], 'auth'],
  [['100', '36000', '10303'], 'bad-request'],
  [['3', '10', '230', '2018028', '2018321'], 'permission'],
];

/** What opens the breaker: whatever would befall every other message too. */
const OUTAGES: readonly GraphFailureKind[] = ['transient', 'ambiguous', 'blocked', 'permission', 'auth'];

/** A person whom the id does not name is told by the text only: Meta gives no subcode for it everywhere. */
const NO_USER = /no matching user/i;
const ANY_PERMISSION = { least: 200, most: 299 };

/** What an answer of the Send API that is no success means. `body` is parsed JSON, or undefined. */
export function graphFailure(status: number, body: unknown): GraphFailure {
  const read = errorBody.safeParse(body);
  if (!read.success || typeof read.data.error.code !== 'number') return unnamed(status);
  const { code, error_subcode: subcode, is_transient: isTransient, message } = read.data.error;
  const name = subcode ? `${code}/${subcode}` : String(code);
  const ruled = ruleFor(name, code) ?? unruled({ status, isTransient: isTransient === true });
  const isNobody = ruled === 'bad-request' && NO_USER.test(message ?? '');
  const kind = isNobody ? 'bad-recipient' : ruled === 'transient' ? passing(status, isTransient) : ruled;
  return { kind, code: name, isOutage: OUTAGES.includes(kind), retryAfterMs: null };
}

/** What Meta calls its own fault may have happened after the message was delivered. */
function passing(status: number, isTransient: boolean | null | undefined): GraphFailureKind {
  if (isTransient === false) return 'permanent';
  return status >= 500 ? 'ambiguous' : 'transient';
}

/** A code that nobody has heard of: by what else the answer says. */
function unruled({ status, isTransient }: { status: number; isTransient: boolean }): GraphFailureKind {
  if (isTransient) return 'transient';
  if (status === 429) return 'throttle';
  return status >= 500 ? 'ambiguous' : 'permanent';
}

/** Bytes were written, and nobody knows what became of them. */
export const noAnswer = (code: string): GraphFailure => ({
  kind: 'ambiguous',
  code,
  isOutage: true,
  retryAfterMs: null,
});

/** Nothing was written. */
export const notConnected = (code: string): GraphFailure => ({ ...noAnswer(code), kind: 'transient' });

/** Nothing was written, for it was not ours to write any more: that says nothing of Meta. */
export const TOO_LATE = 'TOO_LATE';

function ruleFor(name: string, code: number): GraphFailureKind | null {
  for (const wanted of [name, String(code)]) {
    const rule = RULES.find(([codes]) => codes.includes(wanted));
    if (rule) return rule[1];
  }
  return code >= ANY_PERMISSION.least && code <= ANY_PERMISSION.most ? 'permission' : null;
}

/** 5xx and what can't be read may have been delivered; a refusal of theirs was not. */
function unnamed(status: number): GraphFailure {
  const code = `http/${status}`;
  if (status === 429) return { kind: 'throttle', code, isOutage: false, retryAfterMs: null };
  if (status >= 500 || status < 400) return noAnswer(code);
  return { kind: 'permanent', code, isOutage: false, retryAfterMs: null };
}
