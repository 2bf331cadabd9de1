/** PostgreSQL's text search configurations, from 15 on, by ISO 639-1. */
const CONFIGURATIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ar: 'arabic',
    ca: 'catalan',
    da: 'danish',
    de: 'german',
    el: 'greek',
    en: 'english',
    es: 'spanish',
    eu: 'basque',
    fi: 'finnish',
    fr: 'french',
    hi: 'hindi',
    hu: 'hungarian',
    hy: 'armenian',
    it: 'italian',
    lt: 'lithuanian',
    nl: 'dutch',
    no: 'norwegian',
    pt: 'portuguese',
    ro: 'romanian',
    ru: 'russian',
    sr: 'serbian',
    sv: 'swedish',
    ta: 'tamil',
    tr: 'turkish',
  }),
);

/** Words as they are: for languages whose endings PostgreSQL doesn't know. */
const SIMPLE = 'simple';

/** More of a text says nothing new about its language. */
const MAX_CHARACTERS = 500;
/** Shorter texts say too little. */
const MIN_LETTERS = 12;

type Detector = typeof import('eld/extrasmall').eld;

let loading: Promise<Detector> | null = null;

/** Loaded by the first text that needs it: the tables take 28 MB and a tenth of the start. */
function detector(): Promise<Detector> {
  loading ??= import('eld/extrasmall').then(({ eld }) => eld);
  return loading;
}

/** The configuration for a language: `english`, …; `simple` where PostgreSQL has none. */
export function configurationOf(language: string): string {
  return CONFIGURATIONS.get(language) ?? SIMPLE;
}

/** The configuration for a text that is surely in one language; null of one that is too short or mixed. */
export async function textLanguage(text: string): Promise<string | null> {
  const beginning = text.slice(0, MAX_CHARACTERS);
  if ((beginning.match(/\p{L}/gu)?.length ?? 0) < MIN_LETTERS) return null;
  const result = (await detector()).detect(beginning);
  return result.language !== '' && result.isReliable() ? configurationOf(result.language) : null;
}

/** The configuration for a text of which nothing is known but its letters: the usual language's, if it writes such letters. */
export function likelyLanguage(text: string, usual: string): string {
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  const others = (text.match(/\p{L}/gu)?.length ?? 0) - latin;
  const isLatin = latin >= others;
  return isLatin === !NOT_LATIN.has(usual) ? configurationOf(usual) : SIMPLE;
}

/** Languages that Parley speaks in other letters. */
const NOT_LATIN: ReadonlySet<string> = new Set(['ar', 'ur']);
