import type { Scene } from '../harness/scene.js';
import { problemsOf, settle } from '../harness/problems.js';
import { setStage } from '../harness/stage.js';
import type { Hazard } from './hazards/hazard.js';
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
  /** Everything that is wrong then, one sentence each, its kind first. */
  readonly problems: readonly string[];
  /** From the first replicas that listened to the verdict. */
  readonly tookMs: number;
}

/** Repeats the mutant's hazard until something is wrong, or it has been harmless for a while. @throws Error when an edit does not fit, or nothing starts */
export async function tryOut(mutant: Mutant, options: TrialOptions): Promise<Trial> {
  const { folder, remove } = mutate(options.build, mutant);
  try {
    return await play({ ...mutant, build: folder }, options);
  } finally {
    remove();
  }
}

async function play(
  { hazard, hasRedis, sql = [], build }: Mutant & { build: string },
  options: TrialOptions,
): Promise<Trial> {
  const { seed, seconds } = options;
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
    return await repeat(hazard, stage.scene, options);
  } finally {
    await stage.clear();
  }
}

async function repeat(hazard: Hazard, scene: Scene, { seconds, seed, end }: TrialOptions): Promise<Trial> {
  const startedAt = performance.now();
  for (let met = 0; ; await scene.fleet.whole(RETURN_MS)) {
    if (await hazard(scene)) met += 1;
    const problems = await verdict(scene);
    const tookMs = performance.now() - startedAt;
    const isEnough = tookMs > (met > 0 ? seconds * 1000 : MEETING_MS);
    if (problems.length > 0 || isEnough || end.aborted) return { seed, met, problems, tookMs };
  }
}

async function verdict(scene: Scene): Promise<string[]> {
  scene.fleet.heal();
  scene.agent.heal();
  await settle(scene, SETTLE_MS);
  const silent = scene.caller.ledger.count((outcome) => outcome === 'silent');
  return [...(await problemsOf(scene)), ...(silent > 0 ? [`silent: ${silent} requests got no answer`] : [])];
}
