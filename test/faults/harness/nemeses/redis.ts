import { setTimeout as delay } from 'node:timers/promises';
import { pick } from '../../../support/history.js';
import type { Tamper, TcpProxy } from '../../../support/tcp-proxy.js';
import type { NemesisGroup } from '../nemesis.js';
import { isPushed } from '../redis-replies.js';
import { between, type Scene } from '../scene.js';

/** Parts of the strikes that take several steps, in ms. */
const FLUSH_EVERY_MS = 1000;
const MIX_EVERY_MS = 25;
const AGE_MS = 150;

/** Redis may vanish, hang, forget and lie: no request may fail because of it. */
export const redis: NemesisGroup = {
  name: 'redis',
  pauseMs: 800,
  nemeses: [
    { name: 'redis/refused', isHarsh: false, strike: refuse },
    { name: 'redis/flushed', isHarsh: false, strike: flush },
    { name: 'redis/slow', isHarsh: false, strike: slow },
    { name: 'redis/half-open', isHarsh: false, strike: halfOpen },
    { name: 'redis/crossed', isHarsh: false, strike: cross },
    { name: 'redis/crashed', isHarsh: false, strike: crash },
    { name: 'redis/mixed-up', isHarsh: false, strike: mixUp },
    { name: 'redis/paused', isHarsh: false, strike: pause },
    { name: 'redis/aged', isHarsh: false, strike: age },
  ],
};

const wires = ({ fleet }: Scene): TcpProxy[] =>
  fleet.replicas.flatMap(({ wires: { redis: wire } }) => (wire ? [wire] : []));

async function refuse(scene: Scene): Promise<void> {
  for (const wire of wires(scene)) {
    wire.isRefusing = true;
    wire.cut();
  }
  await delay(between(scene, 300, 1500));
  for (const wire of wires(scene)) wire.heal();
}

async function flush({ redis: server }: Scene): Promise<void> {
  for (let flushes = 0; flushes < 3; flushes += 1) {
    await server?.flush();
    await delay(FLUSH_EVERY_MS);
  }
}

async function slow(scene: Scene): Promise<void> {
  for (const wire of wires(scene)) wire.latencyMs = between(scene, 20, 400);
  await delay(between(scene, 500, 1500));
  for (const wire of wires(scene)) wire.heal();
}

/** Connections that nothing comes through any more, nor their end. */
async function halfOpen(scene: Scene): Promise<void> {
  const wire = pick(wires(scene), scene.random);
  wire.hang();
  await delay(between(scene, 300, 1200));
  if (scene.random() < 0.5) wire.abandon();
  wire.heal();
}

/** Everybody gets the reply to the question that was asked before, whosever it was. */
async function cross(scene: Scene): Promise<void> {
  let before: Buffer | null = null;
  const tamper: Tamper = (reply) => {
    if (isPushed(reply)) return reply;
    const given = before ?? reply;
    before = reply;
    return given;
  };
  for (const wire of wires(scene)) wire.tamper = tamper;
  await delay(between(scene, 200, 800));
  for (const wire of wires(scene)) wire.heal();
}

async function crash(scene: Scene): Promise<void> {
  await scene.redis?.crash(between(scene, 100, 1000));
}

async function pause(scene: Scene): Promise<void> {
  await scene.redis?.pause(between(scene, 300, 1500));
}

/** Conversations find each other's entries. */
async function mixUp(scene: Scene): Promise<void> {
  for (let times = 0; times < 40; times += 1) {
    await scene.redis?.mixUp();
    await delay(MIX_EVERY_MS);
  }
}

/** Entries that were newer are old again. */
async function age({ redis: server }: Scene): Promise<void> {
  for (let times = 0; times < 6; times += 1) await server?.age(AGE_MS);
}
