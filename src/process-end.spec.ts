import { ProcessEnd } from './process-end.js';

describe(ProcessEnd.name, () => {
  let told: unknown[];
  let stopped: string[];

  beforeEach(() => {
    told = [];
    stopped = [];
  });

  const stops = (name: string) => (): Promise<void> => {
    stopped.push(name);
    return Promise.resolve();
  };

  /** The code that the process ends with, which has begun these, in order. */
  const end = (begun: readonly (() => Promise<void>)[], patienceMs = 60_000): Promise<number> =>
    new Promise((exit) => {
      const ending = new ProcessEnd(patienceMs, (error) => told.push(error), exit);
      for (const stop of begun) ending.begun(stop);
      void ending.end(0);
      void ending.end(1);
    });

  it('ends once with its first code when everything has stopped, the newest first', async () => {
    expect(await end([stops('database'), stops('application')])).toBe(0);
    expect(stopped).toEqual(['application', 'database']);
    expect(told).toEqual([]);
  });

  it('stops the rest when one does not stop, tells why, and ends with 1', async () => {
    const failure = new Error('the pool is stuck');

    expect(await end([stops('database'), () => Promise.reject(failure)])).toBe(1);
    expect(stopped).toEqual(['database']);
    expect(told).toEqual([failure]);
  });

  it('waits no longer than it was told, and ends with 1', async () => {
    const forever = () => new Promise<void>(() => undefined);

    expect(await end([stops('database'), forever], 20)).toBe(1);
    expect(told).toEqual([new Error('Not stopped within 20 ms')]);
  });
});
