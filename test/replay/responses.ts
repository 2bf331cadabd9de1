import { messengerProfile } from '../../src/config/messenger-profile.js';
import { APP_SECRET } from '../support/messenger-page.js';
import type { Recordings, ResponseEntry } from './manifest.js';
import type { Finding } from './report.js';
import { Stage } from './stage.js';

/**
 * What the manifest doesn't say of its request bodies: whether a profile file may say it. Old ice breakers and nested menus Meta
 * takes no longer; the others are no part of what Parley declares.
 */
const REFUSED = /ice-breakers|persistent-menu|whitelisted-domains|account-linking-url/;

/** Answers a send with every recorded response body, and reads every recorded request body as a profile. */
export async function replayResponses(recordings: Recordings): Promise<Finding[]> {
  const stage = await Stage.set(APP_SECRET);
  const findings: Finding[] = [];
  try {
    for (const [n, entry] of recordings.manifest.responses.entries()) {
      const body: unknown = JSON.parse(recordings.read(entry.file).toString());
      const pageId = String(4000 + n);
      findings.push(
        entry.shape === 'request-body'
          ? readProfile(entry, body)
          : await answer(stage, entry.file, { pageId, body }),
      );
    }
  } finally {
    await stage.clear();
  }
  return findings;
}

function readProfile({ file }: ResponseEntry, body: unknown): Finding {
  const expected = REFUSED.test(file) ? 'refused' : 'read';
  const seen = messengerProfile.safeParse(body).success ? 'read' : 'refused';
  return { file, expected, seen, isKept: seen === expected, isTolerant: false };
}

/** A body that names a message says that it was taken; of any other one nobody knows what it means. */
async function answer(
  stage: Stage,
  file: string,
  { pageId, body }: { pageId: string; body: unknown },
): Promise<Finding> {
  const part = await stage.partAfter({ pageId, status: 200, body });
  const isNamed = typeof body === 'object' && body !== null && 'message_id' in body;
  const [expected, seen] = [isNamed ? 'sent' : 'unknown', part?.state ?? 'nothing'];
  return { file, expected, seen, isKept: seen === expected, isTolerant: false };
}
