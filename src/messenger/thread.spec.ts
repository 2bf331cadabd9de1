import { ownerOf, threadOf } from './thread.js';

describe(threadOf.name, () => {
  it('gives back the thread that an owner stands for', () => {
    const thread = { pageId: '1066', psid: '24:5' };

    expect(ownerOf(thread)).toEqual({ kind: 'device', id: '1066:24:5' });
    expect(threadOf(ownerOf(thread))).toEqual(thread);
  });
});
