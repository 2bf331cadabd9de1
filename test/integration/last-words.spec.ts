import { runProgram } from '../support/built-program.js';

describe('the log of a process that ends', () => {
  it('has all that was said before, though it was not yet handed on', async () => {
    const { code, stdout } = await runProgram(['test/fixtures/last-words.mjs'], {});

    expect({ code, stdout }).toEqual({ code: 3, stdout: 'first\nlast words\n' });
  });
});
