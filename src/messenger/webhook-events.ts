import { directEvent } from './direct-event.js';
import type { MessengerChange, MessengerEvent } from './messenger-event.js';
import { idOf, isWireObject, listOf, objectOf, textOf, type WireObject } from './wire-values.js';

/** What a webhook brings. */
export interface WebhookEvents {
  /** False: the webhook of another object, such as an Instagram account. */
  readonly isPage: boolean;
  /** Those of pages, as they came. */
  readonly events: readonly MessengerEvent[];
}

/** Reads the parsed body of a webhook, whatever its shape; what can't be read is an event of kind `unreadable`. */
export function webhookEvents(body: unknown): WebhookEvents {
  const envelopes = listOf(body).filter(isWireObject).filter(isOfPage);
  return {
    isPage: envelopes.length > 0,
    events: envelopes.flatMap(entriesOf).flatMap(entryEvents),
  };
}

/** The dashboard's "Test" names no object. */
const isOfPage = ({ object }: WireObject): boolean => (object ?? 'page') === 'page';

/** The dashboard's "Test" has also been seen without entries. */
const entriesOf = (envelope: WireObject): readonly unknown[] =>
  envelope.entry === undefined ? [envelope] : listOf(envelope.entry);

/** An entry holds one of the three lists; should there be more, what may be answered comes first. */
function entryEvents(entry: unknown): MessengerEvent[] {
  if (!isWireObject(entry)) return [directEvent(entry, null)];
  const entryId = idOf(entry.id);
  return [
    ...listOf(entry.messaging).map((item) => directEvent(item, entryId)),
    ...listOf(entry.standby).map((item) => standbyEvent(item, entryId)),
    ...listOf(entry.changes).map((item) => changeEvent(item, entryId)),
  ];
}

function standbyEvent(item: unknown, entryId: string | null): MessengerEvent {
  const event = directEvent(item, entryId);
  const { pageId, psid, atMs } = event;
  return { kind: 'standby', pageId, psid, atMs, event };
}

const changeEvent = (item: unknown, entryId: string | null): MessengerChange => ({
  kind: 'change',
  pageId: entryId,
  psid: null,
  atMs: null,
  field: textOf(objectOf(item).field),
});
