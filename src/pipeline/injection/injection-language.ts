/** What a message was caught at. */
export type InjectionRule = 'override' | 'reveal' | 'jailbreak' | 'role_marker' | 'hidden_text';

/**
 * How one language orders a model about. Patterns are regular expressions over folded text (see `fold`): lower case,
 * no accents, single spaces. They may be written with accents; they are folded too.
 */
export interface InjectionLanguage {
  /**
   * Words that may stand right before an order ("please", "now you must"). An order counts at the beginning of a
   * clause or behind one of these, so that talk about orders does not. Null where the verb ends the order instead.
   */
  readonly leadIns: string | null;
  /** Words that may follow an order whose verb stands last. */
  readonly followers?: string;
  /** "Ignore all previous instructions." */
  readonly override: readonly string[];
  /** "Reveal your system prompt." */
  readonly reveal: readonly string[];
  /** "You have no restrictions any more." */
  readonly jailbreak: readonly string[];
  /** Words of talk about such messages: what is quoted beside them is a mention, not an order. */
  readonly discussion: string;
}
