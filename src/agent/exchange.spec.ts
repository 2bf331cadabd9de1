import { exchangeMessages } from './exchange.js';

const call = (id: string, written = '{}') => ({ id, name: 'shop__add', arguments: written });
const result = (toolCallId: string, content: string) => ({ toolCallId, content, isError: false });

describe(exchangeMessages.name, () => {
  it('puts the results behind their calls, in the order of the calls', () => {
    const messages = exchangeMessages({
      text: 'Let me see.',
      calls: [call('a'), call('b')],
      results: [result('b', 'two'), result('a', 'one')],
    });

    expect(messages).toEqual([
      {
        role: 'assistant',
        content: 'Let me see.',
        tool_calls: ['a', 'b'].map((id) => ({
          id,
          type: 'function',
          function: { name: 'shop__add', arguments: '{}' },
        })),
      },
      { role: 'tool', content: 'one', tool_call_id: 'a' },
      { role: 'tool', content: 'two', tool_call_id: 'b' },
    ]);
  });

  it('leaves out calls without a result, results without a call, and what comes twice', () => {
    const messages = exchangeMessages({
      text: '',
      calls: [call('a'), call('b'), call('a')],
      results: [result('a', 'first'), result('a', 'second'), result('c', 'of nobody')],
    });

    expect(messages).toMatchObject([
      { content: null, tool_calls: [{ id: 'a' }] },
      { content: 'first', tool_call_id: 'a' },
    ]);
  });

  it('is nothing where no call has a result', () => {
    expect(exchangeMessages({ text: 'Let me see.', calls: [call('a')], results: [] })).toEqual([]);
  });

  it.each(['', '{"a":', '[1]'])('writes {} for arguments that are no JSON object: %j', (written) => {
    const messages = exchangeMessages({
      text: '',
      calls: [call('a', written)],
      results: [result('a', 'one')],
    });

    expect(messages[0]).toMatchObject({ tool_calls: [{ function: { arguments: '{}' } }] });
  });
});
