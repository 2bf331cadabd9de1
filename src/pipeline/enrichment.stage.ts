import type { TurnDraft } from './turn-draft.js';

/** A stage that the turn can do without: broken or late, it is skipped and the draft stays as it was. */
export abstract class EnrichmentStage {
  /** Its key in `stageMs`. */
  abstract readonly name: string;

  /** Returns what it found out, to be laid over the draft. */
  abstract enrich(draft: TurnDraft): Promise<Partial<TurnDraft>>;
}
