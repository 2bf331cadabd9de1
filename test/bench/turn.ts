import { addedLatency } from './added-latency.js';
import { crowd } from './crowd.js';
import { longHistory } from './long-history.js';
import { mainTable } from './main-table.js';
import { Scene } from './scene.js';
import { startUp } from './start-up.js';
import { type SectionName, type TurnOptions, turnOptions } from './turn-options.js';

type Section = readonly [title: string, show: (scene: Scene, options: TurnOptions) => Promise<string>];

const SECTIONS: Readonly<Record<SectionName, Section>> = {
  main: ['A turn on Parley and on the least that a turn takes', mainTable],
  long: ['A turn at the end of a long conversation', longHistory],
  crowd: ['256 at once, 16 database connections, an agent of 2 s', crowd],
  added: ['Added to an agent of 100 ms, at 100 turns/s', addedLatency],
  start: ['Start to ready', startUp],
};

/**
 * How Parley's turn compares with the least that a turn takes. A bench is no test: it prints goals beside figures, as the
 * median of the repetitions (least–most); a ratio is the median of the ratios inside each repetition.
 */
export async function turn(args: string[]): Promise<void> {
  const options = turnOptions(args);
  const scene = await Scene.set(options.message);
  const interrupt = (): void => void scene.strike().then(() => process.exit(1));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    for (const name of options.sections) {
      const [title, show] = SECTIONS[name];
      console.log(`\n${title}\n\n${await show(scene, options)}`);
    }
  } finally {
    await scene.strike();
  }
}
