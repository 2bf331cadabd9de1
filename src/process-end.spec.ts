import { endProcess, type Ending } from './process-end.js';

describe(endProcess.name, () => {
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
  const end = (about: Partial<Ending>): Promise<number> => {
    const complain = (error: unknown): number => told.push(error);
    return new Promise((exit) => {
      void endProcess({ code: 0, steps: [], patienceMs: 60_000, complain, ...about }, exit);
    });
  };

  it('ends with the code once everything has stopped, in order', async () => {
    expect(await end({ steps: [stops('application'), stops('database')] })).toBe(0);
    expect(stopped).toEqual(['application', 'database']);
    expect(told).toEqual([]);
  });

  it('stops the rest when a step fails, tells why, and ends with 1', async () => {
    const failure = new Error('the pool is stuck');

    expect(await end({ steps: [() => Promise.reject(failure), stops('database')] })).toBe(1);
    expect(stopped).toEqual(['database']);
    expect(told).toEqual([failure]);
  });

  it('waits no longer than it was told, and ends with 1', async () => {
    const forever = () => new Promise<void>(() => undefined);

    expect(await end({ steps: [forever, stops('database')], patienceMs: 20 })).toBe(1);
    expect(told).toEqual([new Error('Not stopped within 20 ms')]);
  });
});
