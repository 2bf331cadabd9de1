import { setTimeout as delay } from 'node:timers/promises';
import type { Reply } from '../../../support/stand-in-replies.js';
import type { Nemesis, NemesisGroup } from '../nemesis.js';
import { between, type Scene } from '../scene.js';

/** Shorter than it takes a breaker to open at every replica. */
const TROUBLE_MS = { least: 50, most: 400 };

const TROUBLES: readonly (readonly [name: string, reply: Reply])[] = [
  ['hangs', { kind: 'hang' }],
  ['500', { kind: 'status', status: 500 }],
  ['429', { kind: 'status', status: 429, retryAfter: '1' }],
  ['garbage', { kind: 'garbage', body: '<html>' }],
  ['breaks-off', { kind: 'reset-midway' }],
  ['endless', { kind: 'endless' }],
];

/** The model may do anything. */
export const agent: NemesisGroup = {
  name: 'agent',
  pauseMs: 2500,
  nemeses: TROUBLES.map(([name, reply]): Nemesis => ({
    name: `agent/${name}`,
    isHarsh: true,
    strike: (scene) => trouble(scene, reply),
  })),
};

async function trouble(scene: Scene, reply: Reply): Promise<void> {
  scene.agent.trouble = reply;
  await delay(between(scene, TROUBLE_MS.least, TROUBLE_MS.most));
  scene.agent.trouble = null;
}
