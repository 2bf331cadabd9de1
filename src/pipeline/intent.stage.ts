import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { EnrichmentStage } from './enrichment.stage.js';
import { IntentClassifier } from './intent-classifier.js';
import { builtInExamples } from './labelled-examples.js';
import type { Intent } from './pipeline-context.js';
import type { TurnDraft } from './turn-draft.js';

/** Names what the message is about, by the built-in examples and those of INTENTS_FILE; `blocked` stays. */
@Injectable()
export class IntentStage extends EnrichmentStage {
  override readonly name = 'intent';
  private readonly classifier: IntentClassifier;

  constructor({ chat }: Settings) {
    super();
    this.classifier = new IntentClassifier(builtInExamples(), chat.intents ?? {});
  }

  override async enrich({ context, intent }: TurnDraft): Promise<Partial<TurnDraft>> {
    return intent === 'blocked' ? {} : { intent: this.intentOf(context.message) };
  }

  intentOf(message: string): Intent {
    return this.classifier.classify(message);
  }
}
