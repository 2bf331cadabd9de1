import { begin } from '../harness/habits.js';
import { openEmpty } from '../harness/hall.js';
import type { Scene } from '../harness/scene.js';
import { problemsOf, settle } from '../harness/problems.js';
import { setStage } from '../harness/stage.js';
import type { Mutant } from './mutant.js';
import { mutate } from './mutated-build.js';

/** What a hazard needs: one that gets into trouble, and one that does not. */
const REPLICAS = 2;
/** Longest wait for both to be there again, and for turns to end that nobody holds up any more, in ms. */
const RETURN_MS = 60_000;
const SETTLE_MS = 10_000;
/** A hazard that it has not come to by then is given up, in ms. */
const MEETING_MS = 60_000;

export interface TrialOptions {
  /** Folder of the sound build. */
  readonly build: string;
  /** How long the hazard is repeated when nothing is wrong; longer if it has not come to it once. */
  readonly seconds: number;
  readonly seed: number;
  readonly end: AbortSignal;
}

/** What came of a mutant, or of the sound build, in its hazard. */
export interface Trial {
  readonly seed: number;
  /** How often it came to the hazard. */
  readonly met: number;
  /** Kinds of everything that was wrong in the end. */
  readonly kinds: readonly string[];
  /** One sentence of a kind that it was to show; null: it has shown nothing. */
  readonly example: string | null;
  /** From the first warm replicas to the verdict. */
  readonly tookMs: number;
}

/** What is tried: a mutant, or nothing but its hazard. */
export type Suspect = Pick<Mutant, 'name' | 'edits' | 'sql' | 'hazard' | 'hasRedis'> & {
  /** Kinds of problems that end the trial; null: any. */
  readonly shows: readonly string[] | null;
};

/**
 * Repeats the hazard until it shows what it is to show, or has been harmless for a while.
 * @throws Error when an edit does not fit, or nothing starts
 */
export async function tryOut(suspect: Suspect, options: TrialOptions): Promise<Trial> {
  const { folder, remove } = mutate(options.build, suspect);
  try {
    return await play(suspect, { ...options, build: folder });
  } finally {
    remove();
  }
}

async function play(suspect: Suspect, options: TrialOptions): Promise<Trial> {
  const { seed, seconds, build } = options;
  const { hasRedis, sql = [] } = suspect;
  const run = {
    seconds,
    seed,
    replicas: REPLICAS,
    hasRedis,
    only: [],
    build,
    sql,
    mutant: null,
    isJson: false,
  };
  const stage = await setStage(run);
  try {
    return await repeat(suspect, stage.scene, options);
  } finally {
    await stage.clear();
  }
}

async function repeat(
  { hazard, shows }: Suspect,
  scene: Scene,
  { seconds, seed, end }: TrialOptions,
): Promise<Trial> {
  await warmUp(scene);
  const startedAt = performance.now();
  for (let met = 0; ; await warmUp(scene)) {
    const silent = silences(scene);
    if (await hazard(scene)) met += 1;
    const kinds = new Map((await verdict(scene, silent)).map((problem) => [kindOf(problem), problem]));
    const shown = (shows ?? [...kinds.keys()]).find((kind) => kinds.has(kind)) ?? null;
    const tookMs = performance.now() - startedAt;
    const isEnough = tookMs > (met > 0 ? seconds * 1000 : MEETING_MS);
    if (shown !== null || isEnough || end.aborted)
      return { seed, met, kinds: [...kinds.keys()], example: kinds.get(shown ?? '') ?? null, tookMs };
  }
}

const kindOf = (problem: string): string => problem.split(':')[0] ?? '';

/** The first turn of a process takes long, for it loads what only turns need: a lease could run out meanwhile. */
async function warmUp({ fleet, caller }: Scene): Promise<void> {
  await fleet.whole(RETURN_MS);
  await Promise.all(
    fleet.up.map(async ({ url }) => caller.insist(begin(caller, await openEmpty(caller)), url)),
  );
}

const silences = ({ caller }: Scene): number => caller.ledger.count((outcome) => outcome === 'silent');

/** Everything that is wrong after the hazard; so many requests had got no answer before. */
async function verdict(scene: Scene, silentBefore: number): Promise<string[]> {
  scene.fleet.heal();
  scene.agent.heal();
  await settle(scene, SETTLE_MS);
  const silent = silences(scene) - silentBefore;
  return [...(await problemsOf(scene)), ...(silent > 0 ? [`silent: ${silent} requests got no answer`] : [])];
}
