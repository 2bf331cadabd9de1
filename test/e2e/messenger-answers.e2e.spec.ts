import { createHmac } from 'node:crypto';
import { shown } from '../support/agent-app.js';
import { eventually } from '../support/eventually.js';
import { type MessengerApp, startMessengerApp } from '../support/messenger-app.js';
import {
  APP_SECRET,
  attachmentFrom,
  deliver,
  eventOf,
  newMid,
  newPsid,
  PAGE_ID,
  PAGE_TOKEN,
  textFrom,
  webhookOf,
} from '../support/messenger-page.js';

import { runSql } from '../support/stored-rows.js';

let app: MessengerApp;
let psid: string;

beforeAll(async () => {
  app = await startMessengerApp({ MESSENGER_CONVERSATION_TTL_S: '3600' });
});
beforeEach(() => {
  app.agent.reset();
  psid = newPsid();
});
afterAll(() => app.stop());

describe('a message on Messenger', () => {
  it('is answered there, by a send that proves who sends', async () => {
    await app.hear(textFrom(psid, 'Hello'));

    expect(await app.seen(psid, 1)).toEqual(['Echo: Hello']);
    const [send] = app.graph.sendsTo(psid);
    expect(send?.path).toBe(`/v25.0/${PAGE_ID}/messages`);
    expect(send?.authorization).toBe(`Bearer ${PAGE_TOKEN}`);
    expect(send?.query.get('appsecret_proof')).toBe(
      createHmac('sha256', APP_SECRET).update(PAGE_TOKEN).digest('hex'),
    );
    expect(send?.body).toMatchObject({ recipient: { id: psid }, messaging_type: 'RESPONSE' });
  });

  it('shows the person that it was seen, and that somebody is at it', async () => {
    await app.hear(textFrom(psid, 'Hello'));
    await app.seen(psid, 1);

    const actions = await eventually(async () => {
      const done = app.graph.requests.flatMap(({ body }) =>
        body.recipient.id === psid && body.sender_action ? [body.sender_action] : [],
      );
      return done.length >= 2 ? done : null;
    });
    expect(actions.toSorted()).toEqual(['mark_seen', 'typing_on']);
  });

  it('is answered once, however often and wherever it is delivered', async () => {
    const [event, marker] = [textFrom(psid, 'Once'), textFrom(psid, 'Later')];
    const body = webhookOf(event, event);

    const responses = await Promise.all(Array.from({ length: 10 }, () => deliver(app.url, body)));
    await app.seen(psid, 1);
    await app.hear(event);
    await app.hear(marker);

    expect(responses.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(await app.seen(psid, 2)).toEqual(['Echo: Once', 'Echo: Later']);
    expect(app.agent.requests).toHaveLength(2);
  });

  it('is answered in the order of their times, each knowing what was said before', async () => {
    const now = Date.now();
    const say = (text: string, atMs: number): object =>
      eventOf(psid, { message: { mid: newMid(), text } }, atMs);

    await app.hear(say('Two', now + 1), say('Three', now + 2), say('One', now));

    expect(await app.seen(psid, 3)).toEqual(['Echo: One', 'Echo: Two', 'Echo: Three']);
    expect(app.agent.requests.map(shown).at(-1)).toEqual(['One', 'Echo: One', 'Two', 'Echo: Two', 'Three']);
  });

  it('is answered in several messages where one does not hold the answer', async () => {
    const text = Array.from({ length: 300 }, (_, n) => `Sentence number ${n} of it.`).join(' ');
    app.agent.script({ kind: 'text', text });

    await app.hear(textFrom(psid, 'Tell me much'));

    const parts = await app.seen(psid, 5);
    expect(parts.join(' ')).toBe(text);
    expect(parts.every((part) => part.length <= 1999 && part.endsWith('.'))).toBe(true);
  });

  it('is answered without the markup that Messenger does not show', async () => {
    app.agent.script({ kind: 'text', text: '## Title\n\n**Bold** and [a link](https://example.org/a_b)' });

    await app.hear(textFrom(psid, 'Markdown, please'));

    expect(await app.seen(psid, 1)).toEqual(['Title\n\nBold and a link (https://example.org/a_b)']);
  });

  it('belongs to nobody who asks by the API', async () => {
    await app.hear(textFrom(psid, 'Private'));
    await app.seen(psid, 1);
    const conversationId = app.agent.requests.at(-1)?.conversationId ?? '';

    const client = app.client(`${PAGE_ID}:${psid}`);

    expect((await client.conversation(conversationId)).status).toBe(404);
  });
});

describe('what is no message', () => {
  it('acknowledges a picture once, without the agent, and never tells the agent of it', async () => {
    await app.hear(attachmentFrom(psid, 'image'));
    expect(await app.seen(psid, 1)).toEqual([expect.stringContaining('picture')]);

    await app.hear(textFrom(psid, 'In words'));

    await app.seen(psid, 2);
    expect(app.agent.requests.map(shown)).toEqual([['In words']]);
  });

  it.each(['audio', 'video', 'file', 'sticker', 'something new'])(
    'says that it cannot read: %s',
    async (type) => {
      await app.hear(attachmentFrom(psid, type));

      expect(await app.seen(psid, 1)).toEqual([expect.stringContaining("can't read")]);
      expect(app.agent.requests).toEqual([]);
    },
  );

  it('greets who gets started', async () => {
    await app.hear(
      eventOf(psid, { postback: { mid: newMid(), title: 'Get Started', payload: 'GET_STARTED' } }),
    );

    expect(await app.seen(psid, 1)).toEqual([expect.stringContaining('Hello')]);
    expect(app.agent.requests).toEqual([]);
  });

  it('asks the agent by the payload of a button', async () => {
    await app.hear(
      eventOf(psid, { postback: { mid: newMid(), title: 'Prices', payload: 'Show me the prices' } }),
    );

    expect(await app.seen(psid, 1)).toEqual(['Echo: Show me the prices']);
  });

  it.each([
    ['a read', { read: { watermark: 1 } }],
    ['a delivery', { delivery: { mids: ['m_1'], watermark: 1 } }],
    ['a reaction', { reaction: { mid: 'm_1', action: 'react', emoji: '❤', reaction: 'love' } }],
    ['an edit', { message_edit: { mid: 'm_1', text: 'edited', num_edit: 1 } }],
    ['a place', { message: { mid: 'm_place', attachments: [{ type: 'location', payload: {} }] } }],
    ['an unsent message', { message: { mid: 'm_gone', is_deleted: true } }],
  ])('answers nothing to %s', async (_what, event) => {
    await app.hear(eventOf(psid, event), textFrom(psid, 'Marker'));

    expect(await app.seen(psid, 1)).toEqual(['Echo: Marker']);
  });

  it('never answers while another app has the thread', async () => {
    const entry = { id: PAGE_ID, time: Date.now(), standby: [textFrom(psid, 'For them')] };

    expect((await deliver(app.url, JSON.stringify({ object: 'page', entry: [entry] }))).status).toBe(200);
    await app.hear(textFrom(psid, 'For us'));

    expect(await app.seen(psid, 1)).toEqual(['Echo: For us']);
  });

  it('takes the text out of a message that was unsent', async () => {
    const mid = newMid();
    await app.hear(textFrom(psid, 'A secret', mid));
    await app.seen(psid, 1);

    await app.hear(eventOf(psid, { message: { mid, is_deleted: true } }));
    await app.hear(textFrom(psid, 'What did I say?'));

    await app.seen(psid, 2);
    expect(app.agent.requests.map(shown).at(-1)).toEqual(['[unsent]', 'Echo: A secret', 'What did I say?']);
  });

  it('never answers what was unsent before it was its turn, nor shows it to anybody', async () => {
    const mid = newMid();
    app.agent.script({ kind: 'slow' });
    await app.hear(textFrom(psid, 'First'));
    await app.agent.arrival(1);
    await app.hear(textFrom(psid, 'A secret', mid));

    await app.hear(eventOf(psid, { message: { mid, is_deleted: true } }));
    app.agent.release();
    await app.hear(textFrom(psid, 'Third'));

    expect(await app.seen(psid, 2)).toEqual(['Echo: First', 'Echo: Third']);
    expect(app.agent.requests.map(shown)).toEqual([['First'], ['First', 'Echo: First', 'Third']]);
  });

  it('calls no conversation by a message that was unsent', async () => {
    const mid = newMid();
    await app.hear(textFrom(psid, 'A secret', mid));
    await app.seen(psid, 1);

    await app.hear(eventOf(psid, { message: { mid, is_deleted: true } }));

    const titles = await runSql(app.databaseUrl, 'SELECT title FROM conversations WHERE device_id = $1', [
      `${PAGE_ID}:${psid}`,
    ]);
    expect(titles).toEqual([{ title: null }]);
  });
});
