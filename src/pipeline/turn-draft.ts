import type { Passage } from '../agent/agent-runner.js';
import type { Intent, PipelineContext } from './pipeline-context.js';

/** A turn on its way through the stages: what is known of it so far. */
export interface TurnDraft {
  readonly context: PipelineContext;
  /** ISO 639-1. */
  readonly language: string;
  readonly intent: Intent;
  /** Best passages first. */
  readonly passages: readonly Passage[];
}
