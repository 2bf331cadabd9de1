import { MAX_MESSAGE_CHARACTERS } from '../chat/clean-message.js';
import { directEvent } from './direct-event.js';
import { whatToDo } from './incoming.js';
import { webhookEvents } from './webhook-events.js';

const THREAD = { sender: { id: '7' }, recipient: { id: '1' }, timestamp: 1790000000000 };
const FROM = { pageId: '1', psid: '7', atMs: 1790000000000 };
const REFERRAL = { ref: 'summer', source: 'ADS', type: 'OPEN_THREAD', ad_id: '5' };

const read = (facts: object) => directEvent({ ...THREAD, ...facts }, '1');
const AROUND = { handoffAppId: '6', getStarted: ['GET_STARTED', 'GO'] };
const incoming = (facts: object) => whatToDo(read(facts), AROUND);
const overheard = (facts: object) =>
  webhookEvents({ entry: [{ id: '1', standby: [{ ...THREAD, ...facts }] }] }).events.map((event) =>
    whatToDo(event, AROUND),
  );
const attached = (...types: string[]) => ({
  message: { mid: 'm_1', attachments: types.map((type) => ({ type })) },
});

describe(whatToDo.name, () => {
  it('asks what a person wrote', () => {
    expect(incoming({ message: { mid: 'm_1', text: ' Hi <b>there</b>\u0000 ' } })).toEqual({
      kind: 'ask',
      from: expect.objectContaining({ ...FROM, mid: 'm_1' }),
      text: 'Hi there',
      metadata: { input: 'text' },
    });
  });

  it('asks the text alone of a message with attachments', () => {
    const attachments = [{ type: 'image' }, { type: 'fallback', payload: null }, { type: 'location' }];

    expect(incoming({ message: { text: 'Look: https://parley.example', attachments } })).toMatchObject({
      kind: 'ask',
      text: 'Look: https://parley.example',
    });
  });

  it('asks the payload of a quick reply and keeps what the person saw', () => {
    const message = { text: 'Red', quick_reply: { payload: '<COLOR_RED>' } };

    expect(incoming({ message })).toMatchObject({
      text: '<COLOR_RED>',
      metadata: { input: 'quick_reply', title: 'Red' },
    });
  });

  it('asks what is left of a quick reply', () => {
    expect(incoming({ message: { quick_reply: { payload: 'RED' } } })).toMatchObject({
      text: 'RED',
      metadata: { input: 'quick_reply' },
    });
    expect(incoming({ message: { text: 'Red', quick_reply: { payload: ' ' } } })).toMatchObject({
      text: 'Red',
      metadata: { input: 'text' },
    });
  });

  it('asks the payload of a button, or its title where another app keeps the payload', () => {
    expect(incoming({ postback: { title: 'Help', payload: 'HELP' } })).toMatchObject({
      kind: 'ask',
      text: 'HELP',
      metadata: { input: 'postback', title: 'Help' },
    });
    expect(incoming({ postback: { title: 'Help' } })).toMatchObject({
      kind: 'ask',
      text: 'Help',
      metadata: { input: 'postback', title: 'Help' },
    });
  });

  it('keeps how a person came', () => {
    const referral = { ref: 'summer', source: 'ADS', type: 'OPEN_THREAD', adId: '5' };

    expect(incoming({ message: { text: 'Hi', referral: REFERRAL } })).toMatchObject({
      metadata: { referral },
    });
    expect(incoming({ postback: { payload: 'GO' } })).toMatchObject({ kind: 'greet' });
    expect(incoming({ message: { mid: 'm_1', quick_reply: { payload: 'GET_STARTED' } } })).toMatchObject({
      kind: 'greet',
    });
    expect(incoming({ postback: { payload: 'GET_STARTED', referral: REFERRAL } })).toMatchObject({
      kind: 'greet',
      metadata: { referral },
    });
  });

  it('greets who gets started', () => {
    expect(incoming({ postback: { mid: 'm_1', title: 'Get Started', payload: 'GET_STARTED' } })).toEqual({
      kind: 'greet',
      from: expect.objectContaining({ ...FROM, mid: 'm_1' }),
      metadata: { input: 'postback', title: 'Get Started' },
    });
  });

  it.each([
    ['letters', 'x'.repeat(MAX_MESSAGE_CHARACTERS + 1), 'x'.repeat(MAX_MESSAGE_CHARACTERS)],
    ['emoji', '😀'.repeat(MAX_MESSAGE_CHARACTERS + 1), '😀'.repeat(MAX_MESSAGE_CHARACTERS)],
    ['words', `${'x'.repeat(MAX_MESSAGE_CHARACTERS - 1)} y`, 'x'.repeat(MAX_MESSAGE_CHARACTERS - 1)],
  ])('cuts text that is too long, of %s', (_name, text, cut) => {
    expect(incoming({ message: { text } })).toMatchObject({ kind: 'ask', text: cut });
  });

  it('asks nothing where a cut leaves nothing to read', () => {
    const text = `\u200d${'\u2060'.repeat(MAX_MESSAGE_CHARACTERS)}x`;

    expect(incoming({ message: { text } })).toEqual({ kind: 'ignore', why: 'empty' });
  });

  it.each([
    [['image'], 'image', '[image]'],
    [['audio'], 'other', '[audio]'],
    [['video'], 'other', '[video]'],
    [['file'], 'other', '[file]'],
    [['sticker'], 'other', '[sticker]'],
    [['fallback'], 'other', '[attachment]'],
    [['template'], 'other', '[attachment]'],
    [['hologram'], 'other', '[attachment]'],
    [['video', 'audio'], 'other', '[video]'],
    [['audio', 'image', 'image'], 'image', '[image]'],
    [['location', 'file'], 'other', '[file]'],
  ])('acknowledges %j once', (types, what, stored) => {
    expect(incoming(attached(...types))).toEqual({
      kind: 'acknowledge',
      from: expect.objectContaining({ ...FROM, mid: 'm_1' }),
      what,
      stored,
    });
  });

  it('acknowledges an attachment under a text that says nothing', () => {
    expect(incoming({ message: { text: ' \u200b', attachments: [{ type: 'image' }] } })).toMatchObject({
      kind: 'acknowledge',
      what: 'image',
    });
  });

  it('redacts a message that was unsent', () => {
    expect(incoming({ message: { mid: 'm_1', is_deleted: true } })).toEqual({
      kind: 'redact',
      from: expect.objectContaining(FROM),
      mid: 'm_1',
    });
  });

  it('settles what the page has sent', () => {
    const message = { is_echo: true, mid: 'm_9', metadata: 'part-1', app_id: 5 };

    expect(incoming({ message })).toEqual({ kind: 'settle', metadata: 'part-1', mid: 'm_9', appId: '5' });
  });

  it.each([
    ['a location', attached('location', 'location'), 'location'],
    ['an empty message', { message: { mid: 'm_1' } }, 'empty'],
    ['a message of markup', { message: { text: '<br>' } }, 'empty'],
    ['a click on nothing', { postback: { title: '' } }, 'empty'],
    ['what the interface cannot say', { message: { mid: 'm_1', is_unsupported: true } }, 'unsupported'],
    ['a deletion of nothing', { message: { is_deleted: true } }, 'deleted'],
    ['an order', { order: {} }, 'order'],
    ['a kind to come', { hologram: {} }, 'unknown_kind'],
    ['a message of nobody', { sender: {}, message: { text: 'Hi' } }, 'no_thread'],
  ])('ignores %s', (_name, facts, why) => {
    expect(incoming(facts)).toEqual({ kind: 'ignore', why });
  });

  it('ignores changes of the page', () => {
    const [change] = webhookEvents({ entry: [{ id: '1', changes: [{ field: 'feed' }] }] }).events;

    expect(change && whatToDo(change, AROUND)).toEqual({ kind: 'ignore', why: 'change' });
  });

  it.each([
    'read',
    'delivery',
    'reaction',
    'message_edit',
    'referral',
    'optin',
    'account_linking',
    'app_roles',
  ])('records %s', (key) => {
    expect(incoming({ [key]: {} })).toEqual({ kind: 'record' });
  });

  it('raises an alarm when Meta enforces its policy', () => {
    expect(incoming({ policy_enforcement: { action: 'block', reason: 'spam' } })).toEqual({
      kind: 'alert',
      action: 'block',
      reason: 'spam',
    });
  });

  it.each([
    ['a message', { message: { mid: 'm_1', text: 'Hi' } }],
    ['a click', { postback: { title: 'Help' } }],
    ['a picture', attached('image')],
    ['a read', { read: { watermark: 1 } }],
    ['nothing', {}],
  ])('stands by while another app answers %s', (_name, facts) => {
    expect(overheard(facts)).toEqual([{ kind: 'stand_by' }]);
  });

  it('redacts and settles though another app has the thread', () => {
    expect(overheard({ message: { mid: 'm_1', is_deleted: true } })).toMatchObject([
      { kind: 'redact', mid: 'm_1' },
    ]);
    expect(overheard({ message: { mid: 'm_9', is_echo: true, metadata: 'part-1' } })).toMatchObject([
      { kind: 'settle', metadata: 'part-1' },
    ]);
  });

  it.each([
    ['passed to us', 'pass', { new_owner_app_id: '5' }, 'gained'],
    ['passed to the app that people are handed to', 'pass', { new_owner_app_id: 6 }, 'lost'],
    ['passed to nobody known', 'pass', {}, 'gained'],
    ['taken', 'take', { new_owner_app_id: 5 }, 'lost'],
    ['asked for', 'request', { requested_owner_app_id: '6' }, 'requested'],
  ])('tells of a thread that it is %s', (_name, move, facts, change) => {
    const event = read({ [`${move}_thread_control`]: facts });

    expect(whatToDo(event, AROUND)).toEqual({
      kind: 'control',
      from: expect.objectContaining(FROM),
      change,
    });
  });
});
