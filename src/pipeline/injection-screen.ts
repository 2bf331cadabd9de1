import { decodings, unescaped } from './injection/decode.js';
import { fold, foldLetters, readings } from './injection/fold.js';
import { hasHiddenText } from './injection/hidden-text.js';
import type { InjectionRule } from './injection/injection-language.js';
import { DISCUSSION, ORDER_RULES, ORDERS } from './injection/order-patterns.js';
import { hasRoleMarker } from './injection/role-marker.js';

/** What the screen says about a message; `rule` is null where nothing was found. */
export interface ScreenResult {
  readonly isInjection: boolean;
  readonly rule: InjectionRule | null;
}

const QUOTED = /"[^"]{1,400}"|`[^`]{1,400}`|(?<!\p{L})'[^']{1,400}'(?!\p{L})/gu;

/**
 * Tells orders against the agent's instructions from everything else, with precision before recall: orders count at
 * the beginning of a clause, and what is quoted or encoded in talk about such messages does not count. SQL is never a
 * reason.
 */
export function screen(message: string): ScreenResult {
  const rule = foundIn(message);
  return { isInjection: rule !== null, rule };
}

function foundIn(message: string): InjectionRule | null {
  if (hasHiddenText(message)) return 'hidden_text';
  const letters = foldLetters(unescaped(message)).toLowerCase();
  const folded = fold(letters);
  if (hasRoleMarker(folded)) return 'role_marker';
  for (const reading of readings(withoutMentions(letters))) {
    const order = orderIn(reading);
    if (order) return order;
  }
  return DISCUSSION.test(folded) ? null : orderEncoded(message);
}

/** An order that only who decodes the message reads. */
function orderEncoded(message: string): InjectionRule | null {
  for (const decoded of decodings(message)) {
    const order = orderIn(fold(decoded));
    if (order) return order;
  }
  return null;
}

function orderIn(text: string): InjectionRule | null {
  for (const pattern of ORDERS) {
    const found = pattern.exec(text)?.groups;
    if (found) return ORDER_RULES.find((rule) => found[rule] !== undefined) ?? null;
  }
  return null;
}

/** Blanks what is quoted, where the words around it talk about such messages. */
function withoutMentions(text: string): string {
  const around = text.replace(QUOTED, ' … ');
  return around !== text && DISCUSSION.test(fold(around)) ? around : text;
}
