import { loadSettings } from '../config/settings.js';
import type { AgentMessage } from './agent-runner.js';
import { cutBytes, firstThatFit, foldLimits } from './summarizer.js';

const message = (content: string): AgentMessage => ({ role: 'user', content });

describe(foldLimits.name, () => {
  it.each([
    ['256', { summaryBytes: 128, messagesBytes: 256 }],
    ['8000', { summaryBytes: 4000, messagesBytes: 8000 }],
    ['2000000', { summaryBytes: 4000, messagesBytes: 2_000_000 }],
  ])('finds room in AGENT_MAX_CONTEXT_TOKENS=%s', (tokens, limits) => {
    expect(foldLimits(loadSettings({ AGENT_MAX_CONTEXT_TOKENS: tokens }))).toEqual(limits);
  });
});

describe(firstThatFit.name, () => {
  const messages = ['One', 'Two', 'Three'].map(message);

  it.each([
    ['the first in any case', 1, 1],
    ['as many as there is room for', 70, 2],
    ['all where there is room', 1000, 3],
  ])('gives %s', (_what, bytes, count) => {
    expect(firstThatFit(messages, bytes)).toEqual(messages.slice(0, count));
  });
});

describe(cutBytes.name, () => {
  it.each([
    ['leaves what fits', 'Short.', 6, 'Short.'],
    ['cuts behind a sentence', 'They met. They ate. They left.', 22, 'They met. They ate.'],
    ['cuts at a line', 'They met\nThey ate\nThey left', 22, 'They met\nThey ate'],
    ['cuts in a sentence that is too long', 'They met and ate', 10, 'They met a'],
    ['never cuts a character in two', 'éé🦜', 6, 'éé'],
  ])('%s', (_what, text, bytes, expected) => {
    expect(cutBytes(text, bytes)).toBe(expected);
  });
});
