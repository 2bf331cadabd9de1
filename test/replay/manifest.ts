import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const webhook = z.object({
  file: z.string(),
  shape: z.enum(['envelope', 'entry', 'event', 'change', 'invalid-json']),
  outcome: z.string(),
  /** Of each event, in order; else they all have that outcome. */
  events: z.array(z.string()).optional(),
  tolerant: z.boolean(),
});
export type WebhookEntry = z.infer<typeof webhook>;

const failure = z.object({
  file: z.string(),
  outcome: z.string(),
  serveWithHttp: z.number(),
});
export type FailureEntry = z.infer<typeof failure>;

const response = z.object({ file: z.string(), shape: z.enum(['response-body', 'request-body']) });
export type ResponseEntry = z.infer<typeof response>;

const manifest = z.object({
  webhooks: z.array(webhook),
  errors: z.array(failure),
  responses: z.array(response),
  signatures: z.array(z.object({ file: z.string(), outcome: z.enum(['accept', 'reject']) })),
});
export type Manifest = z.infer<typeof manifest>;

/** A folder of recorded bodies: what is to become of each stands in its `manifest.json`. */
export class Recordings {
  readonly manifest: Manifest;

  /** @throws Error when there is no manifest there, or not one of these */
  constructor(private readonly folder: string) {
    this.manifest = manifest.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  }

  /** The bytes of a file. */
  read(file: string): Buffer {
    return readFileSync(join(this.folder, file));
  }
}
