import { currentRequest, runInRequest } from './request-context.js';

describe(currentRequest.name, () => {
  it('is what the call chain belongs to, across awaits, and nothing outside of it', async () => {
    const seen = await Promise.all(
      ['a', 'b'].map((requestId) =>
        runInRequest({ requestId, language: null }, async () => {
          await new Promise(setImmediate);
          return currentRequest()?.requestId;
        }),
      ),
    );

    expect(seen).toEqual(['a', 'b']);
    expect(currentRequest()).toBeUndefined();
  });
});
