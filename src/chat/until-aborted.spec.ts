import { getEventListeners } from 'node:events';
import { untilAborted } from './until-aborted.js';

describe(untilAborted.name, () => {
  it('gives the result of the work and leaves no listener behind', async () => {
    const { signal } = new AbortController();

    const result = await untilAborted(Promise.resolve('done'), signal);

    expect(result).toBe('done');
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('ends with the reason of the signal although the work goes on for ever', async () => {
    const controller = new AbortController();
    const ended = untilAborted(new Promise(() => undefined), controller.signal);

    controller.abort(new Error('too late'));

    await expect(ended).rejects.toThrow('too late');
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  it('ends at once when the signal has aborted before', async () => {
    const ended = untilAborted(new Promise(() => undefined), AbortSignal.abort(new Error('before')));

    await expect(ended).rejects.toThrow('before');
  });
});
