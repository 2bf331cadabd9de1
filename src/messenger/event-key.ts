import type { MessengerEvent, MessengerMessage, MessengerPostback } from './messenger-event.js';

/** What tells events of one page apart, its kind first. */
type KeyParts = readonly unknown[];

/**
 * Text that is the same for an event that Meta sends again, and for no other: to be hashed, for it holds what people
 * write. The kind is in it, since a reaction, an edit or an unsent message bears the `mid` of its message. Null: may
 * be taken twice. So may all of `standby`: a click on a button of ours comes there too, with the same `mid`, and must
 * not use up the key of the click that is answered.
 */
export function eventKey(event: MessengerEvent): string | null {
  const parts = keyParts(event);
  return parts && JSON.stringify([event.pageId, ...parts]);
}

function keyParts(event: MessengerEvent): KeyParts | null {
  const { kind, psid, atMs } = event;
  switch (kind) {
    case 'message':
      return messageParts(event);
    case 'postback':
      return postbackParts(event);
    case 'reaction':
      return [kind, event.mid, psid, event.action, atMs];
    case 'edit':
      return [kind, event.mid, event.editNumber];
    case 'read':
    case 'delivery':
      return [kind, psid, event.watermarkMs];
    case 'feedback':
      return [kind, event.mid, psid, event.feedback, atMs];
    case 'control':
      return [kind, event.move, psid, event.ownerAppId, atMs];
    case 'policy':
      return [kind, event.action, atMs];
    default:
      return null;
  }
}

function messageParts(event: MessengerMessage): KeyParts {
  const { mid, psid, atMs, text, quickReply, attachments } = event;
  const kind = event.isDeleted ? 'deletion' : event.kind;
  return mid === null ? [kind, psid, atMs, text, quickReply, attachments] : [kind, mid];
}

/** Clicks have had a `mid` since version 11 of the Graph API. */
const postbackParts = ({ kind, mid, psid, atMs, payload, title }: MessengerPostback): KeyParts =>
  mid === null ? [kind, psid, atMs, payload, title] : [kind, mid];
