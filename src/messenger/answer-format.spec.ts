import { formatted } from './answer-format.js';

describe(formatted.name, () => {
  it('takes the markup out before it measures', () => {
    const answer = `**${'a'.repeat(1999)}**`;

    expect(formatted(answer, 'split')).toEqual(['a'.repeat(1999)]);
    expect(formatted(answer, 'truncate')).toEqual(['a'.repeat(1999)]);
  });

  it('gives one message or all that a long answer needs', () => {
    const answer = `# ${'a'.repeat(1500)}.\n\n${'b'.repeat(1500)}`;

    expect(formatted(answer, 'split')).toEqual([`${'a'.repeat(1500)}.`, 'b'.repeat(1500)]);
    expect(formatted(answer, 'truncate')).toEqual([`${'a'.repeat(1500)}. …`]);
  });

  it.each(['split', 'truncate'] as const)('sends markup that is all of an answer (%s)', (longReply) => {
    expect(formatted(' *** ', longReply)).toEqual(['***']);
  });

  it.each(['split', 'truncate'] as const)('gives nothing for a blank answer (%s)', (longReply) => {
    expect(formatted(' \n ', longReply)).toEqual([]);
  });
});
