import { type Language, LANGUAGES } from '../config/chat.config.js';
import type { Sentences } from './error-codes.js';
import { arabic } from './sentences/arabic.js';
import { english } from './sentences/english.js';
import { french } from './sentences/french.js';
import { german } from './sentences/german.js';
import { portuguese } from './sentences/portuguese.js';
import { spanish } from './sentences/spanish.js';
import { turkish } from './sentences/turkish.js';
import { urdu } from './sentences/urdu.js';

const SENTENCES: Readonly<Record<Language, Sentences>> = {
  en: english,
  de: german,
  fr: french,
  es: spanish,
  pt: portuguese,
  tr: turkish,
  ur: urdu,
  ar: arabic,
};

/** What to show the person for an error code, or for a blocked message (`refusal`); an unknown one reads as `internal_error`. */
export function friendlyMessage(code: string, language: Language): string {
  const sentences = SENTENCES[language];
  return new Map(Object.entries(sentences)).get(code) ?? sentences.internal_error;
}

/**
 * The language that an Accept-Language header likes best among those that Parley speaks (RFC 9110, 12.5.4).
 * Regions are ignored (`pt-BR` is `pt`), the earlier one wins a tie, `q=0` and `*` name nothing.
 * @returns null when none is named
 */
export function languageOf(acceptLanguage: string | undefined): Language | null {
  let best: { language: Language; quality: number } | null = null;
  for (const range of (acceptLanguage ?? '').split(',')) {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const language = LANGUAGES.find((spoken) => spoken === tag.split('-', 1)[0]);
    const quality = qualityOf(parameters[0]);
    if (language && quality > (best?.quality ?? 0)) best = { language, quality };
  }
  return best?.language ?? null;
}

/** 0 to 1; 1 when no weight is given, 0 when it is not one. */
function qualityOf(parameter: string | undefined): number {
  if (parameter === undefined) return 1;
  const weight = /^q\s?=\s?([01](?:\.\d{0,3})?)$/.exec(parameter)?.[1];
  return weight === undefined ? 0 : Math.min(Number(weight), 1);
}
