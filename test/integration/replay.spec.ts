import { join } from 'node:path';
import { replayFailures } from '../replay/failures.js';
import { Recordings } from '../replay/manifest.js';
import { report } from '../replay/report.js';
import { replayResponses } from '../replay/responses.js';
import { replaySignatures } from '../replay/signatures.js';
import { replayWebhooks } from '../replay/webhooks.js';

const recordings = new Recordings(join(__dirname, '..', 'fixtures', 'messenger'));

describe('recorded Messenger bodies become what their manifest says', () => {
  it.each([
    ['webhooks', replayWebhooks, 15],
    ['failures of the Send API', replayFailures, 12],
    ['responses and profiles', replayResponses, 2],
    ['signatures', replaySignatures, 3],
  ])('%s', async (title, replay, count) => {
    const findings = await replay(recordings);

    expect(report(title, findings)).toBe(`${title}: ${count} of ${count} as the manifest says`);
  });
});
