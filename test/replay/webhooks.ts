import { APP_SECRET, deliver, signatureOf } from '../support/messenger-page.js';
import type { Recordings, WebhookEntry } from './manifest.js';
import type { Finding } from './report.js';
import { Stage } from './stage.js';

/** What the manifest calls an outcome, by what Parley's figures call it. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['ask', 'reply'],
  ['greet', 'reply'],
  ['acknowledge', 'acknowledge'],
  ['redact', 'ignore'],
  ['ignore', 'ignore'],
  ['settle', 'ignore-echo'],
  ['stand_by', 'ignore-standby'],
  ['record', 'record'],
  ['control', 'record-control'],
  ['alert', 'alert'],
]);
const ANSWERED = ['reply', 'acknowledge'];
const NOTHING_READ: Readonly<Record<string, readonly number[]>> = {
  reject: [200, 404],
  'bad-request': [200, 400],
};

/** Posts every webhook of the recordings, one after the other, and compares what became of it with the manifest. */
export async function replayWebhooks(recordings: Recordings): Promise<Finding[]> {
  const stage = await Stage.set(APP_SECRET);
  const findings: Finding[] = [];
  try {
    for (const entry of recordings.manifest.webhooks) findings.push(await replay(stage, entry, recordings));
  } finally {
    await stage.clear();
  }
  return findings;
}

async function replay(stage: Stage, entry: WebhookEntry, recordings: Recordings): Promise<Finding> {
  await stage.forget();
  const before = await stage.outcomes();
  const body = bodyOf(entry, recordings.read(entry.file).toString());
  const { status } = await deliver(stage.url, body, { 'X-Hub-Signature-256': signatureOf(body) });
  await stage.rest();
  const outcomes = newOutcomes(before, await stage.outcomes());
  const seen = `${status} ${outcomes.join()}, ${stage.graph.shown.length} sent`;
  return {
    file: entry.file,
    expected: (entry.events ?? [entry.outcome]).join(),
    seen,
    isKept: isExpected(entry, { status, outcomes, sent: stage.graph.shown.length }),
    isTolerant: entry.tolerant,
  };
}

/** The text of the file in the envelope that its shape asks for; nothing in it is parsed and written anew. */
function bodyOf({ shape }: WebhookEntry, text: string): string {
  const page = (entry: string): string => `{"object":"page","entry":[${entry}]}`;
  switch (shape) {
    case 'entry':
      return page(text);
    case 'event':
      return page(`{"id":${JSON.stringify(pageOf(text))},"time":${Date.now()},"messaging":[${text}]}`);
    case 'change':
      return page(`{"id":"0","time":0,"changes":[${text}]}`);
    default:
      return text;
  }
}

const SIDE = (side: string): RegExp => new RegExp(`"${side}"\\s*:\\s*\\{\\s*"id"\\s*:\\s*"?(\\w+)`);

/** The page's side of an event. */
function pageOf(event: string): string {
  const side = /"is_echo"\s*:\s*true/.test(event) ? 'sender' : 'recipient';
  return SIDE(side).exec(event)?.[1] ?? '1';
}

function newOutcomes(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): string[] {
  return [...after]
    .flatMap(([outcome, count]) =>
      Array.from({ length: count - (before.get(outcome) ?? 0) }, () => WORDS.get(outcome) ?? outcome),
    )
    .toSorted();
}

/** Of each answered event there is exactly one answer. */
function isExpected(
  { outcome, events }: WebhookEntry,
  seen: { status: number; outcomes: readonly string[]; sent: number },
): boolean {
  const read = NOTHING_READ[outcome];
  if (read) return read.includes(seen.status) && seen.sent === 0;
  const expected = events ?? seen.outcomes.map(() => outcome);
  const isSame = expected.toSorted().join() === seen.outcomes.join();
  const answered = new Set(expected).size === 1 && seen.outcomes.length > 1 && !events;
  const answers = expected.filter((one) => ANSWERED.includes(one)).length;
  const isOnce = answered ? seen.sent >= 1 && seen.sent <= answers : seen.sent === answers;
  return (
    seen.status === 200 &&
    seen.outcomes.length > 0 &&
    isSame &&
    (ANSWERED.includes(outcome) ? isOnce : seen.sent === 0)
  );
}
