import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type IntentExamples, intentExamples } from '../config/intent-examples.js';

/** The examples that Parley brings: every intent that can be taught, in every language that it speaks. */
export function builtInExamples(): IntentExamples {
  const file = join(import.meta.dirname, 'intent-examples.json');
  return intentExamples.parse(JSON.parse(readFileSync(file, 'utf8')));
}
