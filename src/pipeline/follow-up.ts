import { searchText } from '../knowledge/search-text.js';
import { CONNECTIVES, EMPTY_WORDS, MORE_WORDS, PRONOUNS } from './follow-up-words.js';

/** A longer question names what it is about, whatever words it begins with. */
const MAX_WORDS = 10;
/** A question of so few words may be about what was said before, if nothing is found for it alone. */
const MAX_SHORT_WORDS = 3;
/** Earlier questions that a topic is put together from. */
const MAX_EARLIER = 3;
const MAX_TOPIC_CHARACTERS = 500;
/**
 * What all words of the topic weigh together, the question's own being 1. A pronoun stands for the topic; beside a subject of
 * the question's own it only helps to choose. Neither answers a question none of whose own words is found.
 */
const WEIGHT = { pronoun: 0.5, subject: 0.25 };

/** A question as it is to be searched for together with what was said before. */
export interface FollowUp {
  /** Words that count most: the question's own, of one that has none the topic's. */
  readonly question: string;
  /** Words that count besides. */
  readonly topic: string;
  /** What those weigh together, `question` being 1. */
  readonly topicWeight: number;
  /** True of a question without a word of its own. */
  readonly isBare: boolean;
  /** True of a question for more than was said. */
  readonly wantsMore: boolean;
}

/** What a message says by itself. */
interface Reading {
  /** Words that name something and are worth searching for, as written. */
  readonly words: readonly string[];
  readonly hasPronoun: boolean;
  /** It begins with a word like "and", or has a pronoun or no words of its own. */
  readonly leans: boolean;
  readonly isShort: boolean;
  readonly wantsMore: boolean;
}

/**
 * How a question leans on the questions before it (newest first, small talk left out); null for one that stands on its own.
 * One leans that is brief and begins with a connective, has a pronoun, or has no words of its own; where nothing answers it alone
 * (`isAnswered` false) also any of three words or fewer.
 */
export function followUpOf(
  message: string,
  { earlier, isAnswered }: { earlier: Iterable<string>; isAnswered: boolean },
): FollowUp | null {
  const asked = read(message);
  if (!asked.leans && (isAnswered || !asked.isShort)) return null;
  const topic = topicOf(earlier);
  if (topic === '') return null;
  const own = asked.words.join(' ');
  const { wantsMore } = asked;
  if (own === '')
    return { question: topic, topic: message, topicWeight: WEIGHT.subject, isBare: true, wantsMore };
  const topicWeight = asked.hasPronoun ? WEIGHT.pronoun : WEIGHT.subject;
  return { question: own, topic, topicWeight, isBare: false, wantsMore: false };
}

/** The words of the last question that names something, with those of the ones that lean on it. */
function topicOf(earlier: Iterable<string>): string {
  const words: string[] = [];
  let count = 0;
  for (const message of earlier) {
    const said = read(message);
    words.push(...said.words);
    count += 1;
    if (count === MAX_EARLIER || (said.words.length > 0 && !(said.leans && said.hasPronoun))) break;
  }
  return words.join(' ').slice(0, MAX_TOPIC_CHARACTERS).toWellFormed();
}

function read(message: string): Reading {
  const tokens = message.slice(0, MAX_TOPIC_CHARACTERS).split(/\s+/u).filter(plain);
  const lead = leadOf(tokens);
  const rest = tokens.slice(lead);
  const named = rest.filter((token) => !isIn(NAMELESS, token)).join(' ');
  const words = searchText(named).split(' ').filter(Boolean);
  const hasPronoun = rest.some((token) => isIn(PRONOUN_SET, token));
  const isBrief = tokens.length <= MAX_WORDS;
  return {
    words,
    hasPronoun,
    leans: isBrief && (lead > 0 || hasPronoun || words.length === 0),
    isShort: tokens.length <= MAX_SHORT_WORDS,
    wantsMore: rest.some((token) => isIn(MORE_SET, token)),
  };
}

/** How many words in front of the question go on with the topic. */
function leadOf(tokens: readonly string[]): number {
  const said = tokens.map(plain);
  const found = LEADS.find((lead) => lead.every((word, index) => said[index] === word));
  return found?.length ?? 0;
}

/** Lower case, without accents, marks and punctuation; empty where nothing is left. */
function plain(token: string): string {
  const bare = token.toLowerCase().normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll('ı', 'i');
  return bare.replaceAll(/[^\p{L}\p{N}]/gu, '');
}

const phrases = (lists: readonly string[]): string[] => lists.join(', ').split(', ');
const setOf = (...lists: readonly (readonly string[])[]): ReadonlySet<string> =>
  new Set(lists.flatMap(phrases).map(plain));
const isIn = (words: ReadonlySet<string>, token: string): boolean => words.has(plain(token));

const PRONOUN_SET = setOf(PRONOUNS);
const MORE_SET = setOf(MORE_WORDS);
const NAMELESS = setOf(CONNECTIVES, EMPTY_WORDS, PRONOUNS, MORE_WORDS);
/** Longest first, so that "what about" is not taken for "what". */
const LEADS: readonly (readonly string[])[] = phrases(CONNECTIVES)
  .map((phrase) => phrase.split(' ').map(plain))
  .toSorted((a, b) => b.length - a.length);
