import naiveBayesTextClassifier from 'wink-naive-bayes-text-classifier';
import type { IntentExamples } from '../config/intent-examples.js';
import { type Intent, INTENTS } from './pipeline-context.js';

/** Small talk is brief; a longer message says more than its greeting. */
const MAX_SMALL_TALK_WORDS = 10;
/**
 * Least share of a message's words that the examples of its intent must know, 0 to 1. By `npm run bench -- intents`:
 * 0.75 for all is right in 68 % of held-back sentences, 0.5 for the short ones in 76 %, 0.5 for all takes questions
 * for small talk.
 */
const MIN_KNOWN_WORDS = { short: 0.5, long: 0.75 };
/** Most words of a short message. */
const MAX_SHORT_WORDS = 3;
/** Least lead of the best intent over the next one, as log2 of odds. */
const MIN_LEAD = 4;

const QUESTION_MARK = /[?？؟]/u;
const QUESTION_WORD =
  /^(how|what|when|where|who|whom|whose|which|why|can|could|is|are|do|does|did|will|would|should|wie|was|wann|wo|wer|wen|welche[rsn]?|warum|wieso|kann|comment|que|quoi|quand|ou|qui|quel(le)?s?|pourquoi|combien|est|peut|como|cuando|donde|quien|cual|por|cuanto|puedo|quando|onde|quem|qual|quanto|posso|nasil|ne|neden|nerede|kim|hangi|kac|niye|كيف|ما|ماذا|متى|اين|من|لماذا|كم|هل)$/u;

/**
 * Tells intents apart by labelled examples, with high precision for small talk:
 * a message that is not surely small talk is a question, or something else.
 */
export class IntentClassifier {
  private readonly model = naiveBayesTextClassifier();
  private readonly vocabularies = new Map<string, Set<string>>();

  /** Learns from all of the sets together. */
  constructor(...sets: readonly IntentExamples[]) {
    this.model.defineConfig({ considerOnlyPresence: true, smoothingFactor: 0.5 });
    for (const [intent, byLanguage] of sets.flatMap((examples) => Object.entries(examples))) {
      this.learn(intent, Object.values(byLanguage).flat());
    }
    this.model.consolidate();
  }

  classify(message: string): Intent {
    const spoken = words(message.slice(0, 500));
    if (spoken.length === 0) return 'other';
    const [best, next] = this.model.computeOdds(features(spoken));
    const intent = INTENTS.find((known) => known === best?.[0]) ?? 'other';
    const lead = (best?.[1] ?? 0) - (next?.[1] ?? 0);
    if (isQuiet(intent)) return looksLikeQuestion(message, spoken) ? 'question' : intent;
    if (this.isSure(intent, spoken, lead)) return intent;
    return looksLikeQuestion(message, spoken) ? 'question' : 'other';
  }

  private learn(intent: string, sentences: readonly string[]): void {
    const vocabulary = this.vocabularies.get(intent) ?? new Set();
    for (const sentence of sentences.map(words)) {
      this.model.learn(features(sentence), intent);
      for (const word of sentence) vocabulary.add(word);
    }
    this.vocabularies.set(intent, vocabulary);
  }

  private isSure(intent: string, spoken: readonly string[], lead: number): boolean {
    if (spoken.length > MAX_SMALL_TALK_WORDS || lead < MIN_LEAD) return false;
    const vocabulary = this.vocabularies.get(intent);
    const known = spoken.filter((word) => vocabulary?.has(word)).length;
    return known / spoken.length >= MIN_KNOWN_WORDS[spoken.length <= MAX_SHORT_WORDS ? 'short' : 'long'];
  }
}

/** Lower case, without accents, marks and punctuation; `hiiii` is `hi`. */
function words(text: string): string[] {
  const plain = text
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ı', 'i')
    .replaceAll(/(.)\1{2,}/gu, '$1');
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Words and pairs of neighbours, the sentence's ends included. */
function features(sentence: readonly string[]): string[] {
  const bounded = ['^', ...sentence, '$'];
  const pairs = bounded.slice(1).map((word, index) => `${bounded[index]} ${word}`);
  return [...sentence, ...pairs];
}

function isQuiet(intent: Intent): boolean {
  return intent === 'question' || intent === 'other';
}

function looksLikeQuestion(message: string, spoken: readonly string[]): boolean {
  return QUESTION_MARK.test(message) || QUESTION_WORD.test(spoken[0] ?? '');
}
