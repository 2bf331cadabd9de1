import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { EnrichmentStage } from './enrichment.stage.js';
import { IntentClassifier, type IntentExamples, intentExamplesSchema } from './intent-classifier.js';
import type { TurnDraft } from './turn-draft.js';

/** Names what the message is about, by the labelled examples of `intent-examples.json`; `blocked` stays. */
@Injectable()
export class IntentStage extends EnrichmentStage {
  override readonly name = 'intent';
  private readonly classifier = new IntentClassifier(readExamples());

  override async enrich({ context, intent }: TurnDraft): Promise<Partial<TurnDraft>> {
    return intent === 'blocked' ? {} : { intent: this.classifier.classify(context.message) };
  }
}

function readExamples(): IntentExamples {
  const file = join(import.meta.dirname, 'intent-examples.json');
  return intentExamplesSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}
