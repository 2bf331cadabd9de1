import { replayFailures } from './failures.js';
import { Recordings } from './manifest.js';
import { isKept, report } from './report.js';
import { replayResponses } from './responses.js';
import { replaySignatures } from './signatures.js';
import { replayWebhooks } from './webhooks.js';

// npm run replay -- DIR: delivers recorded bodies to a Parley of its own and compares what becomes of them with DIR/manifest.json.
// Exits with 0 where all is as the manifest says, but for what it only recommends.

async function main([folder]: string[]): Promise<void> {
  if (folder === undefined) throw new Error('npm run replay -- DIR, a folder with a manifest.json');
  const recordings = new Recordings(folder);
  const sections = [
    ['webhooks', await replayWebhooks(recordings)],
    ['failures of the Send API', await replayFailures(recordings)],
    ['responses and profiles', await replayResponses(recordings)],
    ['signatures', await replaySignatures(recordings)],
  ] as const;
  for (const [title, findings] of sections) process.stdout.write(`${report(title, findings)}\n`);
  process.exitCode = sections.every(([, findings]) => isKept(findings)) ? 0 : 1;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? String(error.stack) : String(error)}\n`);
  process.exitCode = 1;
});
