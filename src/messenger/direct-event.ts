import { type EventSource, eventSource, unreadable } from './event-source.js';
import { isInThread, messageEvent, postbackEvent, referralFrom } from './message-event.js';
import {
  type DirectEvent,
  IGNORED_EVENTS,
  type MessengerControl,
  type MessengerSideEvent,
  type MessengerWatermark,
} from './messenger-event.js';
import { idOf, isWireObject, messageIdOf, momentOf, textOf, type WireObject } from './wire-values.js';

/** Reads what stands under an event's key. */
type Reader = (source: EventSource, facts: WireObject) => DirectEvent;

const edit: Reader = ({ frame }, { mid, num_edit }) => ({
  ...frame,
  kind: 'edit',
  mid: messageIdOf(mid),
  editNumber: idOf(num_edit),
});

const reaction: Reader = ({ frame }, { mid, action, emoji }) => ({
  ...frame,
  kind: 'reaction',
  mid: messageIdOf(mid),
  action: textOf(action),
  emoji: textOf(emoji),
});

const feedback: Reader = ({ frame }, facts) => ({
  ...frame,
  kind: 'feedback',
  mid: messageIdOf(facts.mid),
  feedback: textOf(facts.feedback),
});

const referral: Reader = ({ frame }, facts) => ({
  ...frame,
  kind: 'referral',
  referral: referralFrom(facts),
});

const policy: Reader = ({ frame }, { action, reason }) => ({
  ...frame,
  kind: 'policy',
  action: textOf(action),
  reason: textOf(reason),
});

const watermark =
  (kind: MessengerWatermark['kind']): Reader =>
  ({ frame }, { watermark }) => ({ ...frame, kind, watermarkMs: momentOf(watermark) });

const side =
  (kind: MessengerSideEvent['kind']): Reader =>
  ({ frame }) => ({ ...frame, kind });

const control =
  (move: MessengerControl['move']): Reader =>
  ({ frame }, facts) => {
    if (!isInThread(frame)) return unreadable(frame, 'no_thread');
    const ownerAppId = idOf(facts.new_owner_app_id) ?? idOf(facts.requested_owner_app_id);
    const previousOwnerAppId = idOf(facts.previous_owner_app_id);
    return { ...frame, kind: 'control', move, ownerAppId, previousOwnerAppId };
  };

/** By the key that an event bears beside sender, recipient and timestamp. */
const READERS: ReadonlyMap<string, Reader> = new Map([
  ['message', messageEvent],
  ['postback', postbackEvent],
  ['message_edit', edit],
  ['reaction', reaction],
  ['read', watermark('read')],
  ['delivery', watermark('delivery')],
  ['referral', referral],
  ['optin', side('optin')],
  ['account_linking', side('account_linking')],
  ['app_roles', side('app_roles')],
  ['response_feedback', feedback],
  ['policy_enforcement', policy],
  // As it was written until about 2017.
  ['policy-enforcement', policy],
  ['pass_thread_control', control('pass')],
  ['take_thread_control', control('take')],
  ['request_thread_control', control('request')],
  ...IGNORED_EVENTS.map((name): [string, Reader] => [
    name,
    ({ frame }) => ({ ...frame, kind: 'ignored', name }),
  ]),
]);

/** Makes the best of one item of `messaging` or `standby`. */
export function directEvent(item: unknown, entryId: string | null): DirectEvent {
  if (!isWireObject(item)) return unreadable({ pageId: entryId, psid: null, atMs: null }, 'not_an_object');
  const source = eventSource(item, entryId);
  for (const [key, reader] of READERS) {
    const facts = item[key];
    if (isWireObject(facts)) return reader(source, facts);
  }
  return unreadable(source.frame, 'unknown_kind');
}
