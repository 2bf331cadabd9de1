import { GuardedClient } from './guarded-client.js';

describe(GuardedClient.name, () => {
  it('outlives the end of its backend from the first moment on', () => {
    const client = new GuardedClient();

    const end = (): boolean => client.emit('error', new Error('terminating connection'));

    expect(end).not.toThrow();
  });
});
