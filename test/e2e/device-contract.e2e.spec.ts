import { randomUUID } from 'node:crypto';
import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import type { Answer, ApiClient, Call, ErrorBody } from '../support/api.js';
import type { ConversationItem, ConversationListBody } from '../support/api-bodies.js';
import { API_ROUTES, type ApiRoute, requestOf, type RouteIds } from '../support/api-routes.js';

type Place = 'header' | 'query' | 'body';
type Devices = Partial<Record<Place, string>>;

let app: AgentApp;
let client: ApiClient;

beforeAll(async () => {
  app = await startAgentApp();
});
beforeEach(() => {
  client = app.client();
});
afterAll(() => app.stop());

/** A conversation of the client's with one turn. */
async function existing(): Promise<RouteIds> {
  const { body } = await client.chat('Hello');
  return { conversationId: body.conversation_id, turnId: body.metadata.turn_id };
}

/** The route's request, with these device ids in these places. */
function named(route: ApiRoute, ids: RouteIds, devices: Devices): { path: string; call: Call } {
  const { path, call } = requestOf(route, ids);
  const { header, query, body } = devices;
  return {
    path: query === undefined ? path : `${path}?device_id=${encodeURIComponent(query)}`,
    call: {
      ...call,
      ...(header !== undefined && { headers: { 'X-Device-Id': header } }),
      ...(body !== undefined && { json: { ...route.json?.(ids), device_id: body } }),
    },
  };
}

async function send<Body>(route: ApiRoute, devices: Devices): Promise<Answer<Body>> {
  const { path, call } = named(route, await existing(), devices);
  return client.call(path, call);
}

const WITH_BODY = API_ROUTES.filter(([, { method }]) => method === 'POST' || method === 'PATCH');

describe('device_id', () => {
  describe.each(API_ROUTES)('of %s', (_name, route) => {
    it.each(['header', 'query'] as const)('may come in the %s', async (place) => {
      const { status } = await send(route, { [place]: client.deviceId });

      expect(status).toBe(route.status);
    });

    it.each<[string, Devices]>([
      ['is missing', {}],
      ['is blank', { query: '' }],
      ['is white space', { query: ' \t\u00a0' }],
      ['is made of characters that are stripped', { query: '<">\u0000\u202e' }],
      ['is longer than 255 characters', { header: 'a'.repeat(256) }],
      ['differs between header and query', { header: 'a', query: 'b' }],
    ])('is refused with 400 where it %s', async (_why, devices) => {
      const { status, body } = await send<ErrorBody>(route, devices);

      expect([status, body.error]).toEqual([400, 'invalid_request']);
      expect(body.details).toEqual([{ field: 'device_id', message: expect.any(String) }]);
    });
  });

  describe.each(WITH_BODY)('of %s', (_name, route) => {
    it('may come in the body', async () => {
      expect((await send(route, { body: client.deviceId })).status).toBe(route.status);
    });

    it('may come in all places at once where they agree', async () => {
      const { deviceId } = client;

      const { status } = await send(route, {
        header: deviceId,
        query: ` ${deviceId}`,
        body: `<${deviceId}>`,
      });

      expect(status).toBe(route.status);
    });

    it.each<[Place, Devices]>([
      ['header', { header: 'another' }],
      ['query', { query: 'another' }],
    ])('is refused with 400 where body and %s differ', async (_place, devices) => {
      const { status, body } = await send<ErrorBody>(route, { ...devices, body: client.deviceId });

      expect([status, body.details?.[0]?.field]).toEqual([400, 'device_id']);
    });

    it.each([null, 7, true, [], {}])('is refused with 400 where the body says %j', async (deviceId) => {
      const ids = await existing();
      const { path, call } = requestOf(route, ids);

      const { status, body } = await client.call<ErrorBody>(path, {
        ...call,
        json: { ...route.json?.(ids), device_id: deviceId },
      });

      expect([status, body.error]).toEqual([400, 'invalid_request']);
    });
  });
});

describe('the conversations of a device', () => {
  async function totalOf(deviceId: string): Promise<number> {
    const path = `/conversations?device_id=${encodeURIComponent(deviceId)}`;
    return (await client.call<ConversationListBody>(path)).body.total;
  }

  const open = (deviceId: string): Promise<Answer<ConversationItem>> =>
    client.call('/conversations', { json: { device_id: deviceId } });

  it.each([
    ['trimmed', '  %\u3000', '%'],
    ['in NFC', 'cafe\u0301 %', 'caf\u00e9 %'],
    ['without control characters and NUL', 'a\u0000b\u0007\u009f%', 'ab%'],
    ['without bidirectional overrides', '\u202ea\u202c\u2066b\u2069%', 'ab%'],
    ['without angle brackets and quotes', '<a>"b\'%', 'ab%'],
    ['in NFC once more after stripping', 'e"\u0301%', '\u00e9%'],
    [
      'of at most 255 characters, counted after stripping',
      `${'😀'.repeat(219)}<<%>>`,
      `${'😀'.repeat(219)}%`,
    ],
  ])('are known by its id, %s', async (_how, given, cleaned) => {
    const unique = randomUUID();

    expect((await open(given.replace('%', unique))).status).toBe(201);

    expect(await totalOf(cleaned.replace('%', unique))).toBe(1);
  });

  it('are kept apart by letter case', async () => {
    await open(client.deviceId.toUpperCase());

    expect(await totalOf(client.deviceId)).toBe(0);
  });
});
