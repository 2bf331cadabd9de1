import { Injectable } from '@nestjs/common';
import { LANGUAGES } from '../config/chat.config.js';
import { EnrichmentStage } from './enrichment.stage.js';
import type { TurnDraft } from './turn-draft.js';

/** Shorter texts say too little: "merhaba" passes for half a dozen languages. */
const MIN_LETTERS = 8;
/** Languages that Parley does not speak are rare, and short English passes for them: "I forgot my password" for Italian. */
const MIN_LETTERS_OF_OTHERS = 24;
/** Texts of this many words are long enough for both halves to have a language. */
const MIN_WORDS_TO_HALVE = 8;
const MAX_CHARACTERS = 2000;
/** Letters of Urdu and Persian that Arabic writes with others; greetings in them pass for Arabic. */
const NOT_ARABIC = /[\u06a9\u06cc\u06c1\u06be\u06d2\u0679\u0688\u0691\u06ba\u067e\u0686\u06af]/u;

/** Names the message's language; of a short or mixed one the caller's own, then DEFAULT_LANGUAGE. */
@Injectable()
export class LanguageStage extends EnrichmentStage {
  override readonly name = 'language';

  override async enrich({ context }: TurnDraft): Promise<Partial<TurnDraft>> {
    const language = await detectLanguage(context.message);
    return language === null ? {} : { language };
  }
}

type Detector = typeof import('eld/extrasmall').eld;

let loading: Promise<Detector> | null = null;

/** Loaded by the first message that needs it: the tables take 28 MB and a tenth of the start. */
function detector(): Promise<Detector> {
  loading ??= import('eld/extrasmall').then(({ eld }) => eld);
  return loading;
}

/** ISO 639-1 of a text that is surely in one language; null of a short or mixed one. */
export async function detectLanguage(message: string): Promise<string | null> {
  const text = message.slice(0, MAX_CHARACTERS);
  if (lettersOf(text) < MIN_LETTERS) return null;
  const eld = await detector();
  const language = sureLanguage(text, eld);
  if (language === null) return null;
  const words = text.split(/\s+/u).filter(Boolean);
  if (words.length < MIN_WORDS_TO_HALVE) return language;
  const middle = Math.ceil(words.length / 2);
  const halves = [words.slice(0, middle), words.slice(middle)].map((half) =>
    sureLanguage(half.join(' '), eld),
  );
  return halves.some((half) => half !== null && half !== language) ? null : language;
}

function sureLanguage(text: string, eld: Detector): string | null {
  const result = eld.detect(text);
  const { language } = result;
  if (language === 'ar' && NOT_ARABIC.test(text)) return null;
  const isSpoken = LANGUAGES.some((spoken) => spoken === language);
  if (lettersOf(text) < (isSpoken ? MIN_LETTERS : MIN_LETTERS_OF_OTHERS)) return null;
  return language !== '' && result.isReliable() ? language : null;
}

function lettersOf(text: string): number {
  return text.match(/\p{L}/gu)?.length ?? 0;
}
