import { type EventSource, unreadable } from './event-source.js';
import type { Attachment, DirectEvent, EventFrame, Referral, ThreadFrame } from './messenger-event.js';
import { idOf, isWireObject, listOf, messageIdOf, objectOf, textOf, type WireObject } from './wire-values.js';

/** A message of a person, or the echo of one of the page's own. */
export function messageEvent({ frame, isFromPage }: EventSource, message: WireObject): DirectEvent {
  if (isFromPage) return echo(frame, message);
  if (!isInThread(frame)) return unreadable(frame, 'no_thread');
  return {
    ...frame,
    kind: 'message',
    mid: messageIdOf(message.mid),
    text: textOf(message.text),
    quickReply: textOf(objectOf(message.quick_reply).payload),
    attachments: listOf(message.attachments)
      .filter(isWireObject)
      .map((attachment) => attachmentOf(attachment, message)),
    isDeleted: message.is_deleted === true,
    isUnsupported: message.is_unsupported === true,
    referral: referralOf(message.referral),
  };
}

/** A click of a person. */
export function postbackEvent({ frame, isFromPage }: EventSource, postback: WireObject): DirectEvent {
  if (isFromPage) return unreadable(frame, 'from_page');
  if (!isInThread(frame)) return unreadable(frame, 'no_thread');
  return {
    ...frame,
    kind: 'postback',
    mid: messageIdOf(postback.mid),
    title: textOf(postback.title),
    payload: textOf(postback.payload),
    referral: referralOf(postback.referral),
  };
}

export const referralFrom = (facts: WireObject): Referral => ({
  ref: textOf(facts.ref),
  source: textOf(facts.source),
  type: textOf(facts.type),
  adId: idOf(facts.ad_id),
});

export function isInThread(frame: EventFrame): frame is ThreadFrame {
  return frame.pageId !== null && frame.psid !== null;
}

const referralOf = (value: unknown): Referral | null => (isWireObject(value) ? referralFrom(value) : null);

const echo = (frame: EventFrame, message: WireObject): DirectEvent => ({
  ...frame,
  kind: 'echo',
  mid: messageIdOf(message.mid),
  metadata: textOf(message.metadata),
  appId: idOf(message.app_id),
});

/** A fallback's payload may be text or nothing, its title and address beside it. */
function attachmentOf(attachment: WireObject, message: WireObject): Attachment {
  const payload = objectOf(attachment.payload);
  return {
    type: attachmentType(attachment, payload.sticker_id ?? message.sticker_id),
    url: textOf(payload.url) ?? textOf(attachment.url) ?? textOf(attachment.URL),
    title: textOf(payload.title) ?? textOf(attachment.title),
  };
}

/** Until August 2026 a sticker came as an image too. */
function attachmentType({ type }: WireObject, stickerId: unknown): string {
  return type === 'image' && idOf(stickerId) !== null ? 'sticker' : (textOf(type) ?? 'unknown');
}
