import fc from 'fast-check';
import { storableJson } from '../database/storable-json.js';
import { eventKey } from './event-key.js';
import { whatToDo } from './incoming.js';
import { webhookEvents } from './webhook-events.js';

const hello = (text: string) => ({
  sender: { id: '7' },
  recipient: { id: '1' },
  timestamp: 1790000000000,
  message: { mid: `m_${text}`, text },
});

const page = (...entry: unknown[]) => ({ object: 'page', entry });

/** Texts of the messages in it; of any other event its kind. */
const told = (body: unknown): string[] =>
  webhookEvents(body).events.map((event) => (event.kind === 'message' ? `${event.text}` : event.kind));

describe(webhookEvents.name, () => {
  it('gives every event of every entry, in their order', () => {
    const body = page(
      { id: '1', messaging: [hello('one'), hello('two')] },
      { id: '1', messaging: [hello('three')] },
    );

    expect(told(body)).toEqual(['one', 'two', 'three']);
  });

  it('reads whose page and thread it is, and when', () => {
    expect(webhookEvents(page({ id: '1', time: 1, messaging: [hello('one')] }))).toEqual({
      isPage: true,
      events: [expect.objectContaining({ pageId: '1', psid: '7', atMs: 1790000000000, mid: 'm_one' })],
    });
  });

  it('marks what another app has to answer', () => {
    const { events } = webhookEvents(page({ id: '1', standby: [hello('one')] }));

    expect(events).toEqual([
      expect.objectContaining({
        kind: 'standby',
        pageId: '1',
        psid: '7',
        event: expect.objectContaining({ kind: 'message', text: 'one' }),
      }),
    ]);
  });

  it('names the field of a change', () => {
    const changes = [{ field: 'feed', value: { message: 'a comment' } }, { field: 'parking' }, 'feed'];

    expect(webhookEvents(page({ id: '1', changes })).events).toEqual([
      { kind: 'change', pageId: '1', psid: null, atMs: null, field: 'feed' },
      { kind: 'change', pageId: '1', psid: null, atMs: null, field: 'parking' },
      { kind: 'change', pageId: '1', psid: null, atMs: null, field: null },
    ]);
  });

  it('loses no event to its neighbours', () => {
    const messaging = [{}, 'x', null, [], { message: 'x' }, hello('one'), { message: null }, 3, hello('two')];

    expect(told(page('x', null, 5, {}, { id: {} }, { messaging }))).toEqual([
      ...['unreadable', 'unreadable', 'unreadable'],
      ...['unreadable', 'unreadable', 'unreadable', 'unreadable', 'unreadable'],
      ...['one', 'unreadable', 'unreadable', 'two'],
    ]);
  });

  it.each([
    ['no object, as the test of the dashboard', { entry: [{ id: '1', messaging: [hello('one')] }] }],
    ['no entry', { messaging: [hello('one')] }],
    ['one entry instead of a list', { object: 'page', entry: { id: '1', messaging: [hello('one')] } }],
    ['one event instead of a list', page({ id: '1', messaging: hello('one') })],
    ['a list of bodies', [page({ id: '1', messaging: [hello('one')] })]],
    ['an entry without an id', page({ messaging: [hello('one')] })],
    ['an id that is a number', page({ id: 1, messaging: [hello('one')] })],
  ])('reads a body with %s', (_name, body) => {
    expect(told(body)).toEqual(['one']);
    expect(webhookEvents(body).isPage).toBe(true);
  });

  it.each([
    ['another object', { object: 'instagram', entry: [{ id: '1', messaging: [hello('one')] }] }],
    ['a list of another object', [{ object: 'user', entry: [{ id: '1', messaging: [hello('one')] }] }]],
    ['text', 'page'],
    ['a number', 5],
    ['null', null],
    ['an empty list', []],
  ])('takes nothing from %s', (_name, body) => {
    expect(webhookEvents(body)).toEqual({ isPage: false, events: [] });
  });

  it('takes from a list what is of pages', () => {
    const entry = [{ id: '1', messaging: [hello('one')] }];

    expect(told([{ object: 'instagram', entry }, 'x', { object: 'page', entry }])).toEqual(['one']);
  });

  it('makes of whatever JSON comes something that can be judged, told apart and stored', () => {
    const value = fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' });
    const names = ['message', 'postback', 'reaction', 'read', 'optin', 'pass_thread_control', 'order', 'x'];
    const end = fc.oneof(value, fc.constantFrom({ id: '1' }, { id: 7 }));
    const facts = fc.oneof(value, fc.record({ mid: value, text: value, attachments: fc.array(value) }));
    const event = fc
      .tuple(end, end, value, fc.constantFrom(...names), facts)
      .map(([sender, recipient, timestamp, name, about]) => ({
        sender,
        recipient,
        timestamp,
        [name]: about,
      }));
    const list = fc.oneof(value, fc.array(fc.oneof(value, event)));
    const entry = fc.record(
      { id: value, messaging: list, standby: list, changes: list },
      { requiredKeys: [] },
    );

    fc.assert(
      fc.property(
        fc.oneof(
          value,
          fc.array(fc.oneof(value, entry)).map((all) => page(...all)),
        ),
        (body) => {
          const { events } = webhookEvents(body);
          for (const found of events) {
            const outcome = [found, whatToDo(found, { handoffAppId: null, getStarted: [] }), eventKey(found)];
            expect(storableJson(outcome)).toBe(JSON.stringify(outcome));
          }
        },
      ),
    );
  });
});
