import type { Hazard } from './hazards/hazard.js';

/** One change of a built file, by its path in the build; `find` stands there exactly once. */
export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** A Parley that is broken on purpose: a check that does not notice proves nothing. */
export interface Mutant {
  readonly name: string;
  /** What becomes of it, in a sentence. */
  readonly breaks: string;
  readonly edits?: readonly Edit[];
  /** Statements that change the migrated database. */
  readonly sql?: readonly string[];
  /** Brings about what shows the difference; a sound Parley comes through unharmed. */
  readonly hazard: Hazard;
  readonly hasRedis: boolean;
  /** Kinds of problems of which one at least gives it away, as their sentences begin. */
  readonly shows: readonly string[];
}
