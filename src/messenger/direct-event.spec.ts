import { directEvent } from './direct-event.js';

const PAGE = '100';
const PERSON = '24512345678901234';
const THREAD = { sender: { id: PERSON }, recipient: { id: PAGE }, timestamp: 1790000000000 };
const FRAME = { pageId: PAGE, psid: PERSON, atMs: 1790000000000 };

const read = (facts: object) => directEvent({ ...THREAD, ...facts }, PAGE);

describe(directEvent.name, () => {
  it('reads a message', () => {
    const message = {
      mid: 'm_1',
      text: 'Where is my parcel?',
      quick_reply: { payload: 'PARCEL' },
      referral: { ref: 'summer', ad_id: 61234567890123, source: 'ADS', type: 'OPEN_THREAD', more: {} },
      reply_to: { story: {} },
      nlp: {},
    };

    expect(read({ message, prior_message: {} })).toEqual({
      ...FRAME,
      kind: 'message',
      mid: 'm_1',
      text: 'Where is my parcel?',
      quickReply: 'PARCEL',
      attachments: [],
      isDeleted: false,
      isUnsupported: false,
      referral: { ref: 'summer', source: 'ADS', type: 'OPEN_THREAD', adId: '61234567890123' },
    });
  });

  it('reads a message of which nothing is left', () => {
    expect(read({ message: { mid: 'm_1', is_deleted: true } })).toMatchObject({
      isDeleted: true,
      text: null,
    });
    expect(read({ message: { mid: 'm_1', is_unsupported: true } })).toMatchObject({ isUnsupported: true });
    expect(read({ message: {} })).toMatchObject({ kind: 'message', mid: null, text: null, attachments: [] });
  });

  it.each([
    [
      'a picture',
      { type: 'image', payload: { url: 'https://cdn.example/1' } },
      ['image', 'https://cdn.example/1', null],
    ],
    ['a sticker', { type: 'sticker', payload: { sticker_id: 369239263222822 } }, ['sticker', null, null]],
    [
      'a sticker that is a picture too',
      { type: 'image', payload: { url: 'u', sticker_id: 1 } },
      ['sticker', 'u', null],
    ],
    [
      'a place',
      { type: 'location', payload: { coordinates: { lat: 1, long: 2 } } },
      ['location', null, null],
    ],
    ['a link', { type: 'fallback', payload: { url: 'u', title: 'Tahiti' } }, ['fallback', 'u', 'Tahiti']],
    [
      'a link of old',
      { type: 'fallback', payload: 'BLOB', title: 'Tahiti', url: 'u' },
      ['fallback', 'u', 'Tahiti'],
    ],
    ['a link in capitals', { type: 'fallback', payload: null, URL: 'u' }, ['fallback', 'u', null]],
    ['a link to nothing', { type: 'fallback' }, ['fallback', null, null]],
    ['a type to come', { type: 'hologram', payload: { url: 5 } }, ['hologram', null, null]],
    ['no type', {}, ['unknown', null, null]],
  ])('reads of an attachment that it is %s', (_name, attachment, [type, url, title]) => {
    expect(read({ message: { attachments: [attachment] } })).toMatchObject({
      attachments: [{ type, url, title }],
    });
  });

  it('reads a sticker whose number is beside the picture', () => {
    const message = { sticker_id: 369239343222814, attachments: [{ type: 'image', payload: { url: 'u' } }] };

    expect(read({ message })).toMatchObject({ attachments: [{ type: 'sticker', url: 'u' }] });
  });

  it('skips attachments that are none', () => {
    expect(read({ message: { attachments: ['x', null, { type: 'file' }] } })).toMatchObject({
      attachments: [{ type: 'file' }],
    });
    expect(read({ message: { attachments: 'x' } })).toMatchObject({ attachments: [] });
  });

  it.each([
    ['its mark', { sender: { id: PAGE }, recipient: { id: PERSON }, message: { is_echo: true } }, PAGE],
    ['its sender', { sender: { id: PAGE }, recipient: { id: PERSON }, message: {} }, PAGE],
    ['its sender of another kind', { sender: { id: 100 }, recipient: { id: PERSON }, message: {} }, PAGE],
    ['its mark, though sent the wrong way round', { ...THREAD, message: { is_echo: true } }, PAGE],
    [
      'its mark, of an entry of another id',
      { sender: { id: PAGE }, recipient: { id: PERSON }, message: { is_echo: true } },
      '999',
    ],
  ])('knows an echo by %s', (_name, event, entryId) => {
    expect(directEvent(event, entryId)).toMatchObject({ kind: 'echo', pageId: PAGE, psid: PERSON });
  });

  it('knows an echo whose sender is its recipient', () => {
    const event = { sender: { id: PAGE }, recipient: { id: PAGE }, message: { text: 'Hi' } };

    expect(directEvent(event, PAGE)).toMatchObject({ kind: 'echo' });
    expect(directEvent(event, null)).toMatchObject({ kind: 'echo' });
  });

  it('reads of an echo what it settles', () => {
    const message = {
      is_echo: true,
      mid: 'm_9',
      metadata: 'part-1',
      app_id: '90071992547409931',
      text: 'Hi',
    };

    expect(read({ message })).toEqual({
      ...FRAME,
      kind: 'echo',
      mid: 'm_9',
      metadata: 'part-1',
      appId: '90071992547409931',
    });
    expect(read({ message: { is_echo: true } })).toMatchObject({ mid: null, metadata: null, appId: null });
  });

  it('reads a click', () => {
    const referral = { ref: null, source: 'SHORTLINK' };

    expect(read({ postback: { mid: 'm_2', title: 'Help', payload: 'HELP', referral } })).toEqual({
      ...FRAME,
      kind: 'postback',
      mid: 'm_2',
      title: 'Help',
      payload: 'HELP',
      referral: { ref: null, source: 'SHORTLINK', type: null, adId: null },
    });
    expect(read({ postback: {} })).toMatchObject({ mid: null, title: null, payload: null, referral: null });
  });

  it.each([
    ['message_edit', { mid: 'm_1', text: 'x', num_edit: 2 }, { kind: 'edit', mid: 'm_1', editNumber: '2' }],
    ['message_edit', { num_edit: '2' }, { kind: 'edit', mid: null, editNumber: '2' }],
    [
      'reaction',
      { mid: 'm_1', action: 'react', emoji: '❤' },
      { kind: 'reaction', mid: 'm_1', action: 'react', emoji: '❤' },
    ],
    ['reaction', { mid: 'm_1', action: 'unreact' }, { kind: 'reaction', action: 'unreact', emoji: null }],
    ['read', { watermark: 1790000000000 }, { kind: 'read', watermarkMs: 1790000000000 }],
    ['delivery', { watermark: '1790000000' }, { kind: 'delivery', watermarkMs: 1790000000000 }],
    ['delivery', { mids: ['m_1'] }, { kind: 'delivery', watermarkMs: null }],
    [
      'response_feedback',
      { mid: 'm_1', feedback: 'Bad response' },
      { kind: 'feedback', mid: 'm_1', feedback: 'Bad response' },
    ],
    [
      'referral',
      { source: 'ADS' },
      { kind: 'referral', referral: { ref: null, source: 'ADS', type: null, adId: null } },
    ],
    ['optin', { ref: 'x' }, { kind: 'optin' }],
    ['account_linking', { status: 'linked' }, { kind: 'account_linking' }],
    ['app_roles', { 5: ['primary_receiver'] }, { kind: 'app_roles' }],
    [
      'policy_enforcement',
      { action: 'block', reason: 'spam' },
      { kind: 'policy', action: 'block', reason: 'spam' },
    ],
    ['policy-enforcement', { action: 'unblock' }, { kind: 'policy', action: 'unblock', reason: null }],
    [
      'pass_thread_control',
      { new_owner_app_id: 5, previous_owner_app_id: null },
      { kind: 'control', move: 'pass', ownerAppId: '5', previousOwnerAppId: null },
    ],
    [
      'take_thread_control',
      { previous_owner_app_id: '4' },
      { kind: 'control', move: 'take', ownerAppId: null, previousOwnerAppId: '4' },
    ],
    [
      'request_thread_control',
      { requested_owner_app_id: '6' },
      { kind: 'control', move: 'request', ownerAppId: '6' },
    ],
    ['order', { products: [] }, { kind: 'ignored', name: 'order' }],
    ['game_play', {}, { kind: 'ignored', name: 'game_play' }],
  ])('reads %s with %j', (key, facts, event) => {
    expect(read({ [key]: facts })).toMatchObject({ ...FRAME, ...event });
  });

  it.each(['optin', 'policy_enforcement', 'app_roles', 'read', 'delivery'])(
    'reads %s without a sender',
    (key) => {
      const event = directEvent({ recipient: { id: PAGE }, [key]: { ref: 'x' } }, null);

      expect(event).toMatchObject({ pageId: PAGE, psid: null, atMs: null });
      expect(event.kind).not.toBe('unreadable');
    },
  );

  it.each([
    ['text', 'x', 'not_an_object'],
    ['nothing in it', {}, 'unknown_kind'],
    ['a kind to come', { ...THREAD, hologram: {} }, 'unknown_kind'],
    ['a message that is text', { ...THREAD, message: 'TEST_MESSAGE' }, 'unknown_kind'],
    ['a message of nobody', { recipient: { id: PAGE }, message: { text: 'Hi' } }, 'no_thread'],
    ['a message to no page', { sender: { id: PERSON }, message: { text: 'Hi' } }, 'no_thread'],
    [
      'a click of a guest',
      { sender: { user_ref: 5 }, recipient: { id: PAGE }, postback: { payload: 'x' } },
      'no_thread',
    ],
    [
      'a click of the page',
      { sender: { id: PAGE }, recipient: { id: PAGE }, postback: { payload: 'x' } },
      'from_page',
    ],
    ['a thread of nobody that is taken', { recipient: { id: PAGE }, take_thread_control: {} }, 'no_thread'],
  ])('can make nothing of %s', (_name, item, reason) => {
    expect(directEvent(item, null)).toMatchObject({ kind: 'unreadable', reason });
  });
});
