declare module 'wink-naive-bayes-text-classifier' {
  /** The part of the classifier that Parley uses; the package brings no types. */
  interface NaiveBayesTextClassifier {
    defineConfig(config: { considerOnlyPresence: boolean; smoothingFactor: number }): boolean;
    learn(tokens: string[], label: string): boolean;
    consolidate(): boolean;
    /** Pairs of label and log2 of its odds, best first; `unknown` alone when no token was ever seen. */
    computeOdds(tokens: string[]): [string, number][];
  }
  export default function naiveBayesTextClassifier(): NaiveBayesTextClassifier;
}
