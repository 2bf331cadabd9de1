import { AgentFailedError } from './agent.errors.js';
import { readBounded } from './bounded-body.js';
import { cutCharacters, parseCompletion, parsePiece } from './chat-completion.js';

const whole = (body: unknown) => ({ text: JSON.stringify(body), isCut: false });
const choices = [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }];

describe(parseCompletion.name, () => {
  it('reads text, usage and model', () => {
    const usage = { prompt_tokens: 3, completion_tokens: 1 };

    expect(parseCompletion(whole({ model: 'm', choices, usage }))).toEqual({
      text: 'Hi',
      toolCalls: [],
      usage: { inputTokens: 3, outputTokens: 1 },
      model: 'm',
      isTruncated: false,
    });
  });

  it.each([
    ...[undefined, null, 7, {}, { prompt_tokens: 'many' }],
    ...[-1, 0.5, 2_147_483_648, 1e300].flatMap((tokens) => [
      { prompt_tokens: tokens, completion_tokens: 1 },
      { prompt_tokens: 1, completion_tokens: tokens },
    ]),
  ])('knows no usage where the endpoint says %j', (usage) => {
    expect(parseCompletion(whole({ choices, usage }))).toMatchObject({
      text: 'Hi',
      usage: null,
      model: null,
    });
  });

  it('believes in up to 2,147,483,647 tokens', () => {
    const usage = { prompt_tokens: 2_147_483_647, completion_tokens: 0 };

    expect(parseCompletion(whole({ choices, usage })).usage).toEqual({
      inputTokens: 2_147_483_647,
      outputTokens: 0,
    });
  });

  it.each([7, 'm'.repeat(201)])('knows no model where the endpoint says %j', (model) => {
    expect(parseCompletion(whole({ choices, model }))).toMatchObject({ text: 'Hi', model: null });
  });

  it('reads calls of tools, with or without a text, and whatever the endpoint leaves out', () => {
    const tool_calls = [
      { id: 'a', type: 'function', function: { name: 'add', arguments: '{"a":1}' } },
      { function: { name: 'add', arguments: { a: 2 } } },
      {},
    ];

    const { text, toolCalls } = parseCompletion(
      whole({ choices: [{ message: { content: null, tool_calls } }] }),
    );

    expect(text).toBe('');
    expect(toolCalls).toEqual([
      { id: 'a', name: 'add', arguments: '{"a":1}' },
      { id: '', name: 'add', arguments: '{"a":2}' },
      { id: '', name: '', arguments: '' },
    ]);
  });

  it.each([
    [{ content: null }],
    [{ content: null, tool_calls: [] }],
    [{ content: '', tool_calls: null }],
    [{ content: 'Hi', tool_calls: 7 }],
    [{ content: 'Hi', tool_calls: [{ function: { arguments: 7 } }] }],
  ])('finds neither an answer nor a call in %j', (message) => {
    expect(() => parseCompletion(whole({ choices: [{ message }] }))).toThrow(AgentFailedError);
  });

  it('keeps the beginning of an answer whose body was cut, wherever the cut is', () => {
    const text = JSON.stringify({
      choices: [{ message: { role: 'assistant', content: 'a"b\\c\n\u00e9\u{1F600}d' } }],
    });
    const start = text.indexOf('"content":"') + '"content":"'.length;

    for (let end = start + 1; end < text.length; end += 1) {
      const { text: answer, isTruncated } = parseCompletion({ text: text.slice(0, end), isCut: true });
      expect('a"b\\c\n\u00e9\u{1F600}d'.startsWith(answer)).toBe(true);
      expect(isTruncated).toBe(true);
    }
  });

  it('finds no answer in a cut body without one', () => {
    expect(() => parseCompletion({ text: '{"id":"xxxxxxx', isCut: true })).toThrow(AgentFailedError);
  });
});

describe(parsePiece.name, () => {
  it('reads a piece of text', () => {
    expect(parsePiece({ choices: [{ delta: { content: 'Hi' }, finish_reason: null }] })).toMatchObject({
      text: 'Hi',
      isLast: false,
    });
  });

  it('reads the last piece and the usage that follows without a choice', () => {
    const usage = { prompt_tokens: 3, completion_tokens: 1 };

    expect(parsePiece({ choices: [{ delta: {}, finish_reason: 'stop' }] })).toMatchObject({
      text: '',
      isLast: true,
    });
    expect(parsePiece({ choices: [], usage })).toMatchObject({ usage: { inputTokens: 3, outputTokens: 1 } });
  });

  it.each([null, 7, {}, { choices: {} }])('takes %j for no piece', (event) => {
    expect(() => parsePiece(event)).toThrow(AgentFailedError);
  });
});

describe(cutCharacters.name, () => {
  it.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'abc'],
    ['\u{1F600}\u{1F600}', 2, '\u{1F600}\u{1F600}'],
    ['\u{1F600}\u{1F600}\u{1F600}', 2, '\u{1F600}\u{1F600}'],
    ['', 3, ''],
  ])('cuts %j at %d characters', (text, maxCharacters, cut) => {
    expect(cutCharacters(text, maxCharacters)).toBe(cut);
  });
});

describe(readBounded.name, () => {
  it('reads a short body whole', async () => {
    await expect(readBounded(new Response('žába').body, 100)).resolves.toEqual({
      text: 'žába',
      isCut: false,
    });
  });

  it('stops soon after the limit and cancels the rest', async () => {
    let isCancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(10).fill(97)),
      cancel: () => void (isCancelled = true),
    });

    const { text, isCut } = await readBounded(body, 25);

    expect({ length: text.length, isCut, isCancelled }).toEqual({
      length: 30,
      isCut: true,
      isCancelled: true,
    });
  });

  it('reads no body as an empty text', async () => {
    await expect(readBounded(null, 5)).resolves.toEqual({ text: '', isCut: false });
  });
});
