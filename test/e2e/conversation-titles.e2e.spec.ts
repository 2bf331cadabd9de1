import { randomUUID } from 'node:crypto';
import { type AgentApp, startAgentApp } from '../support/agent-app.js';
import type { Answer, ApiClient, ErrorBody } from '../support/api.js';
import {
  type ConversationItem,
  type ConversationListBody,
  ISO_TIME,
  UUID_V7,
} from '../support/api-bodies.js';
import { runSql } from '../support/stored-rows.js';

let app: AgentApp;
let client: ApiClient;

beforeAll(async () => {
  app = await startAgentApp();
});
beforeEach(() => {
  client = app.client();
});
afterAll(() => app.stop());

const open = <Body = ConversationItem>(json: object): Promise<Answer<Body>> =>
  client.asDevice('/conversations', { json });

const rename = <Body = ConversationItem>(id: string, json: object): Promise<Answer<Body>> =>
  client.asDevice(`/conversations/${id}`, { method: 'PATCH', json });

const CLEANED = [
  ['plain', 'Holiday plans', 'Holiday plans'],
  ['trimmed and on one line', '  two\r\n\n lines\there ', 'two lines here'],
  ['without markup', 'My <b>first</b> <script>alert(1)</script>chat', 'My first chat'],
  ['as written where it only looks like code', 'if (a < b && c > d)', 'if (a < b && c > d)'],
  ['without control characters and bidirectional overrides', 'a\u0000b\u0007\u202ec', 'abc'],
  ['in NFC', 'cafe\u0301', 'café'],
  ['of 200 characters', 'x'.repeat(200), 'x'.repeat(200)],
  ['of 200 characters, counted in code points', '😀'.repeat(200), '😀'.repeat(200)],
  ['of 200 characters after cleaning', `<i>${'x'.repeat(200)}</i>  `, 'x'.repeat(200)],
] as const;

const REFUSED = [
  ['is empty', ''],
  ['is white space', ' \n\t\u00a0'],
  ['is invisible', '\u200b\u2060'],
  ['is nothing but markup', '<b></b>'],
  ['is longer than 200 characters', 'x'.repeat(201)],
  ['is a number', 7],
  ['is a list', ['title']],
  ['is an object', { text: 'title' }],
] as const;

describe('POST /conversations', () => {
  it('answers 201 with an empty conversation', async () => {
    const { status, body } = await open({});

    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(UUID_V7),
      title: null,
      message_count: 0,
      created_at: expect.stringMatching(ISO_TIME),
      updated_at: expect.stringMatching(ISO_TIME),
      platform: 'web',
      last_activity: expect.stringMatching(ISO_TIME),
    });
    const detail = await client.conversation(body.id);
    expect(detail.body).toMatchObject({ messages: [], has_more: false, message_count: 0 });
  });

  it('opens one that goes on with the first message', async () => {
    const { body } = await open({ title: 'Given' });

    const { status } = await client.chat('Hello', { conversation_id: body.id });

    expect(status).toBe(200);
    expect((await client.conversation(body.id)).body).toMatchObject({ title: 'Given', message_count: 2 });
  });

  it.each(CLEANED)('keeps a title %s', async (_how, given, title) => {
    const { status, body } = await open({ title: given });

    expect([status, body.title]).toEqual([201, title]);
  });

  it.each(REFUSED)('refuses a title with 400 where it %s', async (_why, title) => {
    const { status, body } = await open<ErrorBody>({ title });

    expect([status, body.error]).toEqual([400, 'invalid_request']);
    expect(body.details).toEqual([{ field: 'title', message: expect.any(String) }]);
  });

  it('refuses unknown fields with 400', async () => {
    const { status, body } = await open<ErrorBody>({ platform: 'api' });

    expect([status, body.details]).toEqual([400, [{ field: 'platform', message: 'is not a known field' }]]);
  });
});

describe('PATCH /conversations/{id}', () => {
  it('answers the item of the list, renamed', async () => {
    const { body: chat } = await client.chat('Hello');
    const before = await client.asDevice<ConversationListBody>('/conversations');

    const { status, body } = await rename(chat.conversation_id, { title: 'Renamed' });

    const after = await client.asDevice<ConversationListBody>('/conversations');
    expect([status, after.body.conversations]).toEqual([200, [body]]);
    expect(body).toEqual({
      ...before.body.conversations[0],
      title: 'Renamed',
      updated_at: expect.stringMatching(ISO_TIME),
    });
  });

  it('moves updated_at and leaves last_activity, created_at and the messages alone', async () => {
    const { body: chat } = await client.chat('Hello');
    const past = `UPDATE conversations SET updated_at = '2026-01-01T00:00:00Z' WHERE id = $1`;
    await runSql(app.databaseUrl, past, [chat.conversation_id]);
    const before = (await client.conversation(chat.conversation_id)).body;

    await rename(chat.conversation_id, { title: 'Renamed' });

    const after = (await client.conversation(chat.conversation_id)).body;
    expect(after).toEqual({ ...before, title: 'Renamed', updated_at: after.updated_at });
    expect(after.updated_at >= after.last_activity).toBe(true);
  });

  it.each(CLEANED)('keeps a title %s', async (_how, given, title) => {
    const { body: conversation } = await open({ title: 'Old' });

    const { status, body } = await rename(conversation.id, { title: given });

    expect([status, body.title]).toEqual([200, title]);
  });

  it.each([...REFUSED, ['is missing', undefined], ['is null', null]] as const)(
    'refuses with 400 where the title %s, and keeps the old one',
    async (_why, title) => {
      const { body: conversation } = await open({ title: 'Old' });

      const { status, body } = await rename<ErrorBody>(conversation.id, { title });

      expect([status, body.error]).toEqual([400, 'invalid_request']);
      expect(body.details).toEqual([{ field: 'title', message: expect.any(String) }]);
      expect((await client.conversation(conversation.id)).body).toMatchObject(conversation);
    },
  );

  it('refuses unknown fields with 400', async () => {
    const { body: conversation } = await open({});

    const { status, body } = await rename<ErrorBody>(conversation.id, { title: 'New', id: randomUUID() });

    expect([status, body.details?.[0]?.field]).toEqual([400, 'id']);
  });

  it('refuses a request without a body with 400', async () => {
    const { body: conversation } = await open({});

    const { status } = await client.asDevice(`/conversations/${conversation.id}`, { method: 'PATCH' });

    expect(status).toBe(400);
  });
});
