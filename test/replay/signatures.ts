import { z } from 'zod';
import { deliver } from '../support/messenger-page.js';
import type { Recordings } from './manifest.js';
import type { Finding } from './report.js';
import { Stage } from './stage.js';

const vector = z.object({
  appSecret: z.string(),
  rawBodyBase64: z.string(),
  headers: z.record(z.string(), z.string()),
});

/** Delivers every signed body with its own headers to a Parley with its own secret. */
export async function replaySignatures(recordings: Recordings): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { file, outcome } of recordings.manifest.signatures) {
    const { appSecret, rawBodyBase64, headers } = vector.parse(JSON.parse(recordings.read(file).toString()));
    const stage = await Stage.set(appSecret);
    try {
      const body = Buffer.from(rawBodyBase64, 'base64').toString();
      const { status } = await deliver(stage.url, body, headers);
      const isKept = outcome === 'accept' ? status === 200 : status === 401 || status === 403;
      findings.push({ file, expected: outcome, seen: String(status), isKept, isTolerant: false });
    } finally {
      await stage.clear();
    }
  }
  return findings;
}
