import naiveBayesTextClassifier from 'wink-naive-bayes-text-classifier';
import { z } from 'zod';
import { type Intent, INTENTS } from './pipeline-context.js';

/** Labelled examples: intent → language → sentences. Every intent but `blocked` can be learnt. */
export const intentExamplesSchema = z.partialRecord(
  z.enum(INTENTS).exclude(['blocked']),
  z.record(z.string(), z.array(z.string().min(1))),
);
export type IntentExamples = z.infer<typeof intentExamplesSchema>;

/** Small talk is brief; a longer message says more than its greeting. */
const MAX_SMALL_TALK_WORDS = 10;
/** Least share of a message's words that the examples of its intent must know, 0 to 1. */
const MIN_KNOWN_WORDS = 0.75;
/** Least lead of the best intent over the next one, as log2 of odds. */
const MIN_LEAD = 2;

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

  constructor(examples: IntentExamples) {
    this.model.defineConfig({ considerOnlyPresence: true, smoothingFactor: 0.5 });
    for (const [intent, byLanguage] of Object.entries(examples)) {
      const sentences = Object.values(byLanguage).map(words);
      for (const sentence of Object.values(byLanguage).flat().map(words)) {
        this.model.learn(features(sentence), intent);
      }
      this.vocabularies.set(intent, new Set(sentences.flat()));
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

  private isSure(intent: string, spoken: readonly string[], lead: number): boolean {
    if (spoken.length > MAX_SMALL_TALK_WORDS || lead < MIN_LEAD) return false;
    const vocabulary = this.vocabularies.get(intent);
    const known = spoken.filter((word) => vocabulary?.has(word)).length;
    return known / spoken.length >= MIN_KNOWN_WORDS;
  }
}

/** Lower case, without accents, marks and punctuation; `hiiii` is `hi`. */
function words(text: string | readonly string[]): string[] {
  const plain = (typeof text === 'string' ? text : text.join(' '))
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
