import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import type * as Built from '../../../src/application.js';
import type { Checkpoints } from '../../../src/observability/checkpoints.js';
import type * as Ending from '../../../src/process-end.js';
import type * as Config from '../../../src/config/settings.js';
import { shiftClock } from './clock-shift.js';
import { HITS, type News, type Order, orderSchema } from './orders.js';

// A replica that can be ended or paused at a checkpoint: the built Parley of the folder that it is given, without the
// migrations. It imports everything first and waits to be told who it is, so that a dead replica's successor is there at
// once.
const build = join(process.argv[2] ?? '', 'src');
const part = async (name: string): Promise<unknown> => import(join(build, name));
const { startApplication } = z
  .looseObject({ startApplication: z.custom<typeof Built.startApplication>() })
  .parse(await part('application.js'));
const { loadSettings } = z
  .looseObject({ loadSettings: z.custom<typeof Config.loadSettings>() })
  .parse(await part('config/settings.js'));
const { ProcessEnd, whenAsked } = z
  .looseObject({
    ProcessEnd: z.custom<typeof Ending.ProcessEnd>(),
    whenAsked: z.custom<typeof Ending.whenAsked>(),
  })
  .parse(await part('process-end.js'));

/** Longest time for everything to stop besides what the settings allow; as in `main.ts`. */
const STOP_MS = 15_000;

let armed: Extract<Order, { type: 'arm' }> | null = null;

const checkpoints: Checkpoints = {
  pass(checkpoint) {
    if (armed?.checkpoint !== checkpoint) return;
    const { action } = armed;
    armed = null;
    writeSync(HITS, `${action} ${checkpoint}\n`);
    process.kill(process.pid, action === 'kill' ? 'SIGKILL' : 'SIGSTOP');
  },
};

const tell = (news: News): void => void process.send?.(news);

function complain(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? String(error.stack) : String(error)}\n`);
}

async function start({ environment, clockShiftMs }: Extract<Order, { type: 'start' }>): Promise<void> {
  shiftClock(clockShiftMs);
  Object.assign(process.env, environment);
  const settings = loadSettings(process.env);
  const { shutdownDrainMs, shutdownGraceMs } = settings.server;
  const ending = new ProcessEnd(shutdownDrainMs + shutdownGraceMs + STOP_MS, complain);
  whenAsked(() => void ending.end(0));
  const { url, stop } = await startApplication(settings, checkpoints);
  ending.begun(stop);
  tell({ type: 'listening', url });
}

process.on('message', (message) => {
  const order = orderSchema.parse(message);
  if (order.type !== 'start') {
    armed = order.type === 'arm' ? order : null;
    return;
  }
  start(order).catch((error: unknown) => {
    complain(error);
    process.exit(1);
  });
});
process.on('disconnect', () => process.exit(2)); // The driver is gone.
flushCompileCache(); // Whoever is killed writes nothing at his end.
tell({ type: 'warm' });
