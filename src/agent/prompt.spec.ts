import type { AgentMessage, AgentRequest } from './agent-runner.js';
import { buildPrompt } from './prompt.js';
import { tokenCounter } from './token-count.js';

const countWords = (text: string): number => text.split(/\s+/).filter(Boolean).length;

function request(overrides: Partial<AgentRequest> = {}): AgentRequest {
  return {
    conversationId: 'c-1',
    turnId: 't-1',
    message: 'one two three',
    history: [],
    summary: null,
    language: 'en',
    intent: 'question',
    passages: [],
    ...overrides,
  };
}

function history(...contents: string[]): AgentMessage[] {
  return contents.map((content) => ({ role: 'user', content }));
}

function build(overrides: Partial<AgentRequest>, budgetTokens: number) {
  return buildPrompt(request(overrides), { systemPrompt: 'be kind', budgetTokens, countTokens: countWords });
}

describe(buildPrompt.name, () => {
  it('keeps the newest history that fits, in its order', () => {
    const { messages } = build({ history: history('oldest', 'older', 'newest') }, 2 + 3 + 2 * 4 + 2 * 5);

    expect(messages.map(({ content }) => content)).toEqual(['be kind', 'older', 'newest', 'one two three']);
  });

  it('leaves no hole: nothing older than the first message that does not fit', () => {
    const { messages } = build({ history: history('a', 'much too long to fit in', 'b') }, 2 + 3 + 2 * 4 + 10);

    expect(messages.map(({ content }) => content)).toEqual(['be kind', 'b', 'one two three']);
  });

  it('keeps system prompt and question even where they alone are over the budget', () => {
    const { messages } = build({ history: history('a'), summary: 's' }, 1);

    expect(messages.map(({ content }) => content)).toEqual(['be kind', 'one two three']);
  });

  it('prefers summary and passages to history', () => {
    const passages = [{ title: 'Hours', url: null, snippet: '', content: 'from nine', score: 1 }];

    const prompt = build({ summary: 'they met', passages, history: history('a') }, 2 + 3 + 8 + 12 + 10);

    expect(prompt.passages).toEqual(passages);
    expect(prompt.messages[0]?.content).toContain('they met');
    expect(prompt.messages[0]?.content).toContain('from nine');
    expect(prompt.messages).toHaveLength(2);
  });

  it('names only the passages that found room', () => {
    const passages = ['first', 'second'].map((title) => ({
      title,
      url: null,
      snippet: '',
      content: 'x',
      score: 1,
    }));

    expect(build({ passages }, 2 + 3 + 8 + 8).passages).toEqual([passages[0]]);
  });
});

describe(tokenCounter.name, () => {
  const count = (text: string, budgetTokens: number) =>
    tokenCounter(request({ message: text }), { systemPrompt: 'be kind', budgetTokens }).then((tokens) =>
      tokens(text),
    );

  it('counts bytes where even those fit the budget', async () => {
    await expect(count('hello world', 8000)).resolves.toBe(11);
  });

  it('counts tokens where bytes do not fit', async () => {
    await expect(count('hello world', 20)).resolves.toBe(2);
  });

  it('counts the names of special tokens as plain text', async () => {
    await expect(count('<|endoftext|>', 20)).resolves.toBeGreaterThan(1);
  });
});
