import { OpenWork } from './open-work.js';

const FOR_EVER_MS = 60_000;

describe(OpenWork.name, () => {
  it('settles at once when nothing is open', async () => {
    await expect(new OpenWork().settle(FOR_EVER_MS)).resolves.toBeUndefined();
  });

  it('waits for what is open, and for what began meanwhile', async () => {
    const work = new OpenWork();
    const first = Promise.withResolvers<void>();
    const second = Promise.withResolvers<void>();
    const ended: string[] = [];
    void work.track(
      first.promise.then(() => void work.track(second.promise.then(() => void ended.push('second')))),
    );

    const settled = work.settle(FOR_EVER_MS).then(() => ended.push('settled'));
    first.resolve();
    await first.promise;
    second.resolve();
    await settled;

    expect(ended).toEqual(['second', 'settled']);
    expect(work.size).toBe(0);
  });

  it('comes back when the patience is over', async () => {
    const work = new OpenWork();
    void work.track(new Promise(() => undefined));

    await work.settle(0);

    expect(work.size).toBe(1);
  });

  it('counts a failure as an end and leaves it to whoever began the work', async () => {
    const work = new OpenWork();
    const failing = work.track(Promise.reject(new Error('broken')));

    await expect(failing).rejects.toThrow('broken');
    await work.settle(FOR_EVER_MS);

    expect(work.size).toBe(0);
  });
});
