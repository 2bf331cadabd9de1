import type { EventFrame, MessengerUnreadable, UnreadableReason } from './messenger-event.js';
import { idOf, momentOf, objectOf, type WireObject } from './wire-values.js';

/** An event of the wire whose ends are known. */
export interface EventSource {
  readonly event: WireObject;
  readonly frame: EventFrame;
  /** The page is its author. */
  readonly isFromPage: boolean;
}

/**
 * Finds the page among sender and recipient: it is the one whose id the entry bears, else the sender of an echo and
 * the recipient of everything else. There are echoes without the mark, and echoes whose sender is not the page.
 */
export function eventSource(event: WireObject, entryId: string | null): EventSource {
  const sender = idOf(objectOf(event.sender).id);
  const recipient = idOf(objectOf(event.recipient).id);
  const isEcho = objectOf(event.message).is_echo === true;
  const isEntryAnEnd = entryId !== null && (entryId === sender || entryId === recipient);
  const pageId = isEntryAnEnd ? entryId : ((isEcho ? sender : recipient) ?? entryId);
  const isPageSender = sender !== null && sender === pageId;
  return {
    event,
    frame: { pageId, psid: isPageSender ? recipient : sender, atMs: momentOf(event.timestamp) },
    isFromPage: isEcho || isPageSender,
  };
}

export const unreadable = (frame: EventFrame, reason: UnreadableReason): MessengerUnreadable => ({
  ...frame,
  kind: 'unreadable',
  reason,
});
