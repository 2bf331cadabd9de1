import { z } from 'zod';

/** What examples can teach; every other intent is somebody else's word. */
export const TAUGHT_INTENTS = [
  'greeting',
  'thanks',
  'goodbye',
  'help',
  'human_handoff',
  'smalltalk',
  'question',
  'other',
] as const;

/** Code of ISO 639. */
const language = z.string().regex(/^[a-z]{2,3}$/);
const sentence = z.string().trim().min(1).max(500);

/** Labelled examples: intent → language → sentences of at most 500 characters. */
export const intentExamples = z.partialRecord(
  z.enum(TAUGHT_INTENTS),
  z.record(language, z.array(sentence).max(10_000)),
);
export type IntentExamples = Readonly<z.infer<typeof intentExamples>>;
