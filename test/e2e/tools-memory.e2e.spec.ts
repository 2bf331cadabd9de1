import type { MemoryBody } from '../support/api-bodies.js';
import type { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { toolCall, toolServer } from '../support/mcp-servers.js';
import type { StreamApp } from '../support/stream-app.js';
import { startToolApp } from '../support/tool-turns.js';

let app: StreamApp;
let client: ApiClient;

beforeAll(async () => {
  app = await startToolApp({ shop: toolServer({}) }, {});
});
beforeEach(() => {
  client = app.client(app.meet());
});
afterAll(() => app.stop());

/** Has the model use a tool; the conversation's id. */
async function useTool(): Promise<string> {
  app.agent.script({ kind: 'tools', calls: [toolCall('shop__add', { a: 2, b: 40 }, 'call_of_add')] });
  return (await client.chat('How much is 2 and 40?')).body.conversation_id;
}

const recall = async (id: string): Promise<MemoryBody> =>
  (await client.asDevice<MemoryBody>(`/conversations/${id}/memory`)).body;

const forget = (id: string): Promise<unknown> =>
  client.asDevice(`/conversations/${id}/memory`, { method: 'DELETE' });

describe('what an answer asked of tools', () => {
  it('is shown by GET /conversations/{id}/memory, from the cache and from the database', async () => {
    const id = await useTool();
    const cached = await eventually(async () => {
      const memory = await recall(id);
      return memory.source === 'cache' ? memory : null;
    });
    await forget(id);
    const rebuilt = await recall(id);

    expect(cached.messages).toEqual([
      { seq: 1, role: 'user', content: 'How much is 2 and 40?' },
      {
        ...{ seq: 2, role: 'assistant', content: 'Echo: 42' },
        tool_calls: [{ id: 'call_of_add', name: 'shop__add', arguments: '{"a":2,"b":40}' }],
        tool_results: [{ tool_call_id: 'call_of_add', content: '42', is_error: false }],
      },
    ]);
    expect([cached.source, rebuilt]).toEqual(['cache', { ...cached, source: 'database' }]);
  });

  it('is told with the next question where the database must tell', async () => {
    const id = await useTool();
    await forget(id);

    await client.chat('And now?', { conversation_id: id });

    const { messages } = (await app.agent.arrival(3)).body;
    expect(messages.slice(1).map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'tool',
      'assistant',
      'user',
    ]);
  });
});
