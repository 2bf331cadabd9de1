import { directEvent } from './direct-event.js';
import { eventKey } from './event-key.js';
import { webhookEvents } from './webhook-events.js';

const THREAD = { sender: { id: '7' }, recipient: { id: '1' }, timestamp: 1790000000000 };

const keyOf = (facts: object): string | null => eventKey(directEvent({ ...THREAD, ...facts }, '1'));

describe(eventKey.name, () => {
  it('is the same for a message that comes again at another time, in other words', () => {
    const first = keyOf({ message: { mid: 'm_1', text: 'Hi' } });

    expect(keyOf({ message: { mid: 'm_1', text: 'Hi', nlp: {} }, timestamp: 1790000009999 })).toBe(first);
    expect(keyOf({ message: { mid: 'm_1', text: 'Hi!' } })).toBe(first);
    expect(first).not.toBeNull();
  });

  it('tells apart all that bears the id of one message', () => {
    const mid = 'm_1';
    const keys = [
      { message: { mid, text: 'Hi' } },
      { message: { mid, is_deleted: true } },
      { message: { mid: 'm_2', text: 'Hi' } },
      { message: { mid, text: 'Hi' }, recipient: { id: '2' } },
      { postback: { mid, payload: 'HI' } },
      { reaction: { mid, action: 'react' } },
      { reaction: { mid, action: 'unreact' } },
      { reaction: { mid, action: 'react' }, timestamp: 1790000000001 },
      { reaction: { mid, action: 'react' }, sender: { id: '8' } },
      { message_edit: { mid, num_edit: 1 } },
      { message_edit: { mid, num_edit: 2 } },
      { response_feedback: { mid, feedback: 'Good response' } },
      { read: { watermark: 1790000000000 } },
      { delivery: { mids: [mid], watermark: 1790000000000 } },
    ].map((facts) => eventKey(directEvent({ ...THREAD, ...facts }, null)));

    expect(keys).not.toContain(null);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('knows a click without an id by who clicked on what and when', () => {
    const first = keyOf({ postback: { title: 'Help', payload: 'HELP' } });

    expect(keyOf({ postback: { title: 'Help', payload: 'HELP' } })).toBe(first);
    expect(keyOf({ postback: { title: 'Help', payload: 'MENU' } })).not.toBe(first);
    expect(keyOf({ postback: { title: 'Help', payload: 'HELP' }, sender: { id: '8' } })).not.toBe(first);
    expect(keyOf({ postback: { title: 'Help', payload: 'HELP' }, timestamp: 1790000000001 })).not.toBe(first);
  });

  it('knows a message without an id by who wrote what and when', () => {
    const first = keyOf({ message: { text: 'Hi' } });

    expect(keyOf({ message: { text: 'Hi' } })).toBe(first);
    expect(keyOf({ message: { text: 'Ho' } })).not.toBe(first);
    expect(keyOf({ message: { text: 'Hi' }, timestamp: undefined })).not.toBe(first);
  });

  it('is the same for ids that are numbers and ids that are text', () => {
    const numbers = { sender: { id: 7 }, recipient: { id: 1 }, postback: { payload: 'HELP' } };

    expect(keyOf(numbers)).toBe(keyOf({ postback: { payload: 'HELP' } }));
  });

  it('is not used up by a click that is overheard', () => {
    const click = { ...THREAD, postback: { mid: 'm_1', title: 'Help', payload: 'HELP' } };
    const [answered, overheard] = webhookEvents({
      object: 'page',
      entry: [{ id: '1', messaging: [click], standby: [click] }],
    }).events.map(eventKey);

    expect(answered).not.toBeNull();
    expect(overheard).toBeNull();
  });

  it.each([
    ['an echo', { message: { is_echo: true, mid: 'm_1' } }],
    ['an opt-in', { optin: { ref: 'x' } }],
    ['an order', { order: {} }],
    ['a kind to come', { hologram: {} }],
  ])('is not needed for %s', (_name, facts) => {
    expect(keyOf(facts)).toBeNull();
  });

  it.each([
    ['a thread that is passed', { pass_thread_control: { new_owner_app_id: '5' } }],
    ['a warning', { policy_enforcement: { action: 'warning' } }],
  ])('tells when, of %s', (_name, facts) => {
    expect(keyOf(facts)).toBe(keyOf(facts));
    expect(keyOf(facts)).not.toBe(keyOf({ ...facts, timestamp: 1790000000001 }));
  });
});
