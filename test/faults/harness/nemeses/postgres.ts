import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../../support/eventually.js';
import { pick } from '../../../support/history.js';
import type { TcpProxy } from '../../../support/tcp-proxy.js';
import type { Nemesis, NemesisGroup } from '../nemesis.js';
import { between, type Scene } from '../scene.js';

const CRASH: Nemesis = { name: 'postgres/crashed', isHarsh: true, strike: crash };
/** Longest wait, in ms, for the next answer after a crash. */
const RECOVERY_MS = 30_000;

/** PostgreSQL may go away for a while, or one replica's way to it. */
export const postgres = ({ canCrash }: { canCrash: boolean }): NemesisGroup => ({
  name: 'postgres',
  pauseMs: 3000,
  nemeses: [
    { name: 'postgres/terminated', isHarsh: true, strike: ({ database }) => database.terminateSessions() },
    { name: 'postgres/slow', isHarsh: true, strike: slow },
    { name: 'postgres/half-open', isHarsh: true, strike: halfOpen },
    { name: 'postgres/cut', isHarsh: true, strike: cut },
    { name: 'postgres/muffled', isHarsh: true, strike: muffle },
    ...(canCrash ? [CRASH] : []),
  ],
});

const anyWire = ({ fleet, random }: Scene): TcpProxy => pick(fleet.replicas, random).wires.postgres;

/** `kill -9` of the server; comes back when somebody has got an answer again. */
async function crash({ database, caller }: Scene): Promise<void> {
  const startedAt = performance.now();
  await database.crash();
  const { answered } = caller.ledger;
  const isBack = async (): Promise<true | null> => (caller.ledger.answered > answered ? true : null);
  await eventually(isBack, RECOVERY_MS).catch(() => null); // So much else goes wrong.
  database.recoveriesMs.push(performance.now() - startedAt);
}

/** Nearly as slow as a lease is long. */
async function slow(scene: Scene): Promise<void> {
  const wire = anyWire(scene);
  wire.latencyMs = between(scene, 50, 700);
  await delay(between(scene, 500, 2000));
  wire.heal();
}

async function halfOpen(scene: Scene): Promise<void> {
  const wire = anyWire(scene);
  wire.hang();
  await delay(between(scene, 500, 2500));
  if (scene.random() < 0.5) wire.abandon();
  wire.heal();
}

async function cut(scene: Scene): Promise<void> {
  anyWire(scene).cut();
  await Promise.resolve();
}

/** What was asked is done, and the connection breaks before anybody hears of it. */
async function muffle(scene: Scene): Promise<void> {
  const wire = anyWire(scene);
  wire.muffle();
  await delay(between(scene, 20, 200));
  wire.cut();
  wire.heal();
}
