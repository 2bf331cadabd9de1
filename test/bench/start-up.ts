import type { Scene } from './scene.js';
import { spreadFigure } from './table.js';

/** From the start of the process to its listening, built and on a migrated database. */
export async function startUp(scene: Scene, { repetitions }: { repetitions: number }): Promise<string> {
  const agent = await scene.agent(0);
  await (await scene.parley(agent)).stop(); // Migrates.
  const readyMs: number[] = [];
  for (let start = 0; start < repetitions; start += 1) {
    const server = await scene.parley(agent);
    readyMs.push(server.readyMs);
    await server.stop();
  }
  await agent.stop();
  return `${spreadFigure(readyMs)} ms   goal ≤ 1500, aim 900`;
}
