import { APP_SECRET } from '../support/messenger-page.js';
import type { FailureEntry, Recordings } from './manifest.js';
import type { Finding } from './report.js';
import { Stage } from './stage.js';

/** What is stored of a part after a failure of that class, as the manifest calls it. */
const STATES: Readonly<Record<string, readonly string[]>> = {
  transient: ['pending', 'unknown'],
  throttle: ['pending'],
  auth: ['pending'],
  permission: ['pending'],
  'window-closed': ['parked'],
  'thread-not-owned': ['parked'],
  'recipient-unavailable': ['dead'],
  'bad-recipient': ['dead'],
  'bad-request': ['dead'],
  permanent: ['dead'],
};

/** What the manifest does not have: bodies that are none. */
const ODD: readonly (readonly [name: string, status: number, body: unknown, state: string])[] = [
  ['(an error under HTTP 200)', 200, { error: { message: 'x', code: 36000 } }, 'dead'],
  ['(200 without message_id)', 200, { recipient_id: '1' }, 'unknown'],
  ['(200 that is not JSON)', 200, 'OK', 'unknown'],
  ['(429 without an error)', 429, {}, 'pending'],
];

/** Has the Send API answer with every recorded failure, once, and looks at what is stored of the part. */
export async function replayFailures(recordings: Recordings): Promise<Finding[]> {
  const stage = await Stage.set(APP_SECRET);
  const findings: Finding[] = [];
  try {
    for (const [n, entry] of recordings.manifest.errors.entries())
      findings.push(await replay(stage, { pageId: String(2000 + n), ...recorded(entry, recordings) }));
    for (const [n, [file, status, body, state]] of ODD.entries())
      findings.push(await replay(stage, { pageId: String(3000 + n), file, status, body, states: [state] }));
  } finally {
    await stage.clear();
  }
  return findings;
}

interface Case {
  /** One for each, so that no breaker is anybody else's. */
  readonly pageId: string;
  readonly file: string;
  readonly status: number;
  readonly body: unknown;
  readonly states: readonly string[];
}

function recorded(entry: FailureEntry, recordings: Recordings): Omit<Case, 'pageId'> {
  const text = recordings.read(entry.file).toString();
  const body: unknown = entry.file.endsWith('.json') ? JSON.parse(text) : text;
  return { file: entry.file, status: entry.serveWithHttp, body, states: STATES[entry.outcome] ?? [] };
}

async function replay(stage: Stage, { pageId, file, status, body, states }: Case): Promise<Finding> {
  const part = await stage.partAfter({ pageId, status, body });
  const seen = `${part?.state ?? 'nothing'} ${part?.error_code ?? ''}`;
  return {
    file,
    expected: states.join(' or '),
    seen,
    isKept: part !== null && states.includes(part.state),
    isTolerant: false,
  };
}
