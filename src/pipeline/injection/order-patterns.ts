import { arabic } from './arabic.js';
import { english } from './english.js';
import { foldLetters } from './fold.js';
import { french } from './french.js';
import { german } from './german.js';
import type { InjectionLanguage } from './injection-language.js';
import { portuguese } from './portuguese.js';
import { spanish } from './spanish.js';
import { turkish } from './turkish.js';
import { urdu } from './urdu.js';

const LANGUAGES = [english, german, french, spanish, portuguese, turkish, urdu, arabic];

/** What an order is for: the groups of the patterns. */
export const ORDER_RULES = ['override', 'reveal', 'jailbreak'] as const;

const CLAUSE_START = '^|[.!?:;,\\n"\'`(\\[{>*#|؟،۔¡¿-] ?';
const WORD_END = '(?![\\p{L}\\p{N}])';
const CLAUSE_END = ' ?(?:$|[.!?:;,\\n"\'`)\\]}؟،۔-])';

/** The orders of each language, over folded text; every repetition has an end, so that no text costs more than its length. */
export const ORDERS: readonly RegExp[] = LANGUAGES.map(ordersOf);

/** Talk about such messages, in all languages. */
export const DISCUSSION = compiled(
  `(?<![\\p{L}\\p{N}])(?:${LANGUAGES.map(({ discussion }) => discussion).join('|')})${WORD_END}`,
);

/** All orders of a language in one pattern, which is ten times as fast as one after the other. */
function ordersOf(language: InjectionLanguage): RegExp {
  const { leadIns, followers } = language;
  const before =
    leadIns === null ? '(?<![\\p{L}\\p{N}])' : `(?:${CLAUSE_START}|(?<![\\p{L}\\p{N}])${leadIns} )`;
  const after = leadIns === null ? `(?=${CLAUSE_END}| (?:${followers ?? ''})${WORD_END})` : WORD_END;
  const orders = ORDER_RULES.map((rule) => `(?<${rule}>${language[rule].join('|')})`);
  return compiled(`${before}(?:${orders.join('|')})${after}`);
}

function compiled(source: string): RegExp {
  return new RegExp(foldLetters(source), 'u');
}
