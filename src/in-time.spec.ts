import { access } from 'node:fs/promises';
import { inTime } from './in-time.js';

/** Long enough for the operating system, whoever else keeps it busy. */
const BUSY_MS = 300;

function keepBusy(): void {
  for (const endsAt = performance.now() + BUSY_MS; performance.now() < endsAt;); // Hears nothing meanwhile.
}

describe(inTime.name, () => {
  it('is the answer, or what went wrong', async () => {
    await expect(inTime(Promise.resolve('here'), 1000)).resolves.toBe('here');
    await expect(inTime(Promise.reject(new Error('broken')), 1000)).rejects.toThrow('broken');
  });

  it('does not wait for ever', async () => {
    await expect(inTime(new Promise(() => undefined), 10)).rejects.toThrow('no answer within 10 ms');
  });

  it('counts an answer that had come while the process was busy', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    setImmediate(() => {
      resolve(inTime(access(__filename), 20));
      keepBusy(); // What comes next are the timers, and only then what the system has answered.
    });

    await expect(promise).resolves.toBeUndefined();
  });
});
