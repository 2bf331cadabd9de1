import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import type { ApiClient, ErrorBody } from '../support/api.js';

describe('client_metadata', () => {
  let app: AgentApp;
  let client: ApiClient;

  beforeAll(async () => {
    app = await startAgentApp();
  });
  beforeEach(() => {
    client = app.client();
  });
  afterAll(() => app.stop());

  async function stored(metadata: unknown): Promise<unknown> {
    const { body } = await client.chat('Hello', { client_metadata: metadata });
    return (await client.conversation(body.conversation_id)).body.messages[0]?.metadata;
  }

  /** An object whose JSON has this many bytes. */
  const ofBytes = (bytes: number, letter = 'x'): object => ({
    a: letter.repeat((bytes - Buffer.byteLength('{"a":""}')) / Buffer.byteLength(letter)),
  });

  it.each([
    ['an empty object', {}],
    ['2,048 bytes of JSON', ofBytes(2048)],
    ['2,048 bytes of JSON, not characters', ofBytes(2048, 'é')],
    ['nested values', { a: [1, -2.5, true, null, { b: 'ü' }], 'c d': '' }],
    ['names that objects have anyway', { toString: 'a', then: 'b', length: 3, hasOwnProperty: [] }],
    ['what looks like SQL or HTML', { a: "'); DROP TABLE users;--", b: '<script>alert(1)</script>' }],
  ])('comes back as it was given: %s', async (_what, metadata) => {
    expect(await stored(metadata)).toEqual(metadata);
  });

  it.each([[undefined], [null]])('is an empty object where it is %s', async (metadata) => {
    expect(await stored(metadata)).toEqual({});
  });

  it.each([
    ['over 2,048 bytes', ofBytes(2049)],
    ['over 2,048 bytes in multi-byte characters', { a: 'é'.repeat(1030) }],
    ['a list', [1]],
    ['text', 'page'],
    ['a number', 7],
    ['a boolean', false],
  ])('is refused with 400 where it is %s', async (_what, metadata) => {
    const { status, body } = await client.call<ErrorBody>('/chat', {
      json: { message: 'Hello', device_id: client.deviceId, client_metadata: metadata },
    });

    expect([status, body.error]).toEqual([400, 'invalid_request']);
    expect(body.details).toEqual([{ field: 'client_metadata', message: expect.any(String) }]);
  });
});
