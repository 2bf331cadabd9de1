import { McpServerClient } from './mcp-server.client.js';
import { ToolOffer } from './tool-offer.js';

const shop = new McpServerClient('shop', { kind: 'remote', url: 'http://127.0.0.1:1/mcp', headers: {} });
const tool = (name: string, more: object = {}) => ({
  server: shop,
  tool: { name, inputSchema: { type: 'object' as const }, ...more },
});

function offerOf(...served: ReturnType<typeof tool>[]) {
  const told: string[] = [];
  const offer = new ToolOffer(served, { timeoutMs: 100, tooMany: () => told.push('too many') });
  return { offer, told, names: offer.definitions.map(({ name }) => name) };
}

describe(ToolOffer.name, () => {
  it('names a tool by its server and itself, as the protocol allows names', () => {
    expect(offerOf(tool('add'), tool('read.file'), tool('x'.repeat(80))).names).toEqual([
      'shop__add',
      'shop__read_file',
      `shop__${'x'.repeat(58)}`,
    ]);
  });

  it('tells two tools apart whose names become the same', () => {
    const { names } = offerOf(
      tool('a.b'),
      tool('a b'),
      tool(`${'x'.repeat(80)}1`),
      tool(`${'x'.repeat(80)}2`),
    );

    expect(new Set(names).size).toBe(4);
    for (const name of names) expect(name).toMatch(/^[\w-]{1,64}$/);
  });

  it('describes a tool by what its server says of it, or by its title', () => {
    const { offer } = offerOf(
      tool('a', { description: 'Adds.', title: 'Adder' }),
      tool('b', { title: 'Adder' }),
      tool('c', { description: 'd'.repeat(5000) }),
    );

    expect(offer.definitions.map(({ description }) => description)).toEqual([
      'Adds.',
      'Adder',
      'd'.repeat(1024),
    ]);
  });

  it('leaves out tools with a schema without end, and those after the 128th', () => {
    const huge = tool('huge', { inputSchema: { type: 'object', description: 'd'.repeat(20_000) } });
    const many = Array.from({ length: 200 }, (_, n) => tool(`t${n}`));

    expect(offerOf(huge, tool('a')).names).toEqual(['shop__a']);
    expect(offerOf(...many).names).toHaveLength(128);
  });

  it('tells where the model was told of fewer', () => {
    const { offer, told } = offerOf(tool('a'), tool('b'));

    offer.foundRoom(2);
    expect(told).toEqual([]);
    offer.foundRoom(1);
    expect(told).toEqual(['too many']);
  });

  it('refuses what it does not know without asking a server', async () => {
    const { offer } = offerOf(tool('a'));
    const { signal } = new AbortController();

    await expect(offer.run({ id: '1', name: 'shop__b', arguments: '{}' }, signal)).resolves.toEqual({
      toolCallId: '1',
      content: 'Error: there is no tool of this name.',
      isError: true,
    });
  });

  it('ends with the reason of its signal', async () => {
    const { offer } = offerOf(tool('a'));
    const reason = new Error('cancelled');

    const run = offer.run({ id: '1', name: 'shop__a', arguments: '{}' }, AbortSignal.abort(reason));

    await expect(run).rejects.toBe(reason);
  });
});
