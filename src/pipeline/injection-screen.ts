import { arabic } from './injection/arabic.js';
import { english } from './injection/english.js';
import { fold, foldLetters, readings } from './injection/fold.js';
import { french } from './injection/french.js';
import { german } from './injection/german.js';
import { hasHiddenText } from './injection/hidden-text.js';
import type { InjectionLanguage, InjectionRule } from './injection/injection-language.js';
import { portuguese } from './injection/portuguese.js';
import { hasRoleMarker } from './injection/role-marker.js';
import { spanish } from './injection/spanish.js';
import { turkish } from './injection/turkish.js';
import { urdu } from './injection/urdu.js';

/** What the screen says about a message; `rule` is null where nothing was found. */
export interface ScreenResult {
  readonly isInjection: boolean;
  readonly rule: InjectionRule | null;
}

const LANGUAGES = [english, german, french, spanish, portuguese, turkish, urdu, arabic];

const RULES = ['override', 'reveal', 'jailbreak'] as const;

const CLAUSE_START = '^|[.!?:;,\\n"\'`(\\[{>*#|؟،۔¡¿-] ?';
const WORD_END = '(?![\\p{L}\\p{N}])';
const CLAUSE_END = ' ?(?:$|[.!?:;,\\n"\'`)\\]}؟،۔-])';

const ORDERS = LANGUAGES.map(ordersOf);
const DISCUSSION = compiled(
  `(?<![\\p{L}\\p{N}])(?:${LANGUAGES.map(({ discussion }) => discussion).join('|')})${WORD_END}`,
);
const QUOTED = /"[^"]{1,400}"|`[^`]{1,400}`|(?<!\p{L})'[^']{1,400}'(?!\p{L})/gu;

/**
 * Tells orders against the agent's instructions from everything else, with precision before recall: orders count at
 * the beginning of a clause, and what is quoted in talk about such messages does not count. SQL is never a reason.
 */
export function screen(message: string): ScreenResult {
  const rule = foundIn(message);
  return { isInjection: rule !== null, rule };
}

function foundIn(message: string): InjectionRule | null {
  if (hasHiddenText(message)) return 'hidden_text';
  if (hasRoleMarker(fold(message))) return 'role_marker';
  for (const reading of readings(message)) {
    const order = orderIn(withoutMentions(reading));
    if (order) return order;
  }
  return null;
}

function orderIn(text: string): InjectionRule | null {
  for (const pattern of ORDERS) {
    const found = pattern.exec(text)?.groups;
    if (found) return RULES.find((rule) => found[rule] !== undefined) ?? null;
  }
  return null;
}

/** Blanks what is quoted, where the words around it talk about such messages. */
function withoutMentions(text: string): string {
  const around = text.replace(QUOTED, ' … ');
  return around !== text && DISCUSSION.test(around) ? around : text;
}

/** All orders of a language in one pattern, which is ten times as fast as one after the other. */
function ordersOf(language: InjectionLanguage): RegExp {
  const { leadIns, followers } = language;
  const before =
    leadIns === null ? '(?<![\\p{L}\\p{N}])' : `(?:${CLAUSE_START}|(?<![\\p{L}\\p{N}])${leadIns} )`;
  const after = leadIns === null ? `(?=${CLAUSE_END}| (?:${followers ?? ''})${WORD_END})` : WORD_END;
  const orders = RULES.map((rule) => `(?<${rule}>${language[rule].join('|')})`);
  return compiled(`${before}(?:${orders.join('|')})${after}`);
}

function compiled(source: string): RegExp {
  return new RegExp(foldLetters(source), 'u');
}
