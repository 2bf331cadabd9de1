import { inputText } from './input-text.js';
import type {
  DirectEvent,
  MessengerControl,
  MessengerEvent,
  MessengerIgnored,
  MessengerMessage,
  MessengerPostback,
  Referral,
  ThreadFrame,
  UnreadableReason,
} from './messenger-event.js';

/** What a person did, for the one who answers: whose thread, which message, when. */
export interface InputSource extends ThreadFrame {
  readonly mid: string | null;
}

/** What is kept beside the text that was asked. */
export interface InputMetadata {
  readonly input: 'text' | 'quick_reply' | 'postback';
  /** What the person saw on the button. */
  readonly title?: string;
  readonly referral?: Referral;
}

export type StoredAttachment = '[image]' | '[audio]' | '[video]' | '[file]' | '[sticker]' | '[attachment]';

/** Why nothing is done; few enough words for a label of a metric. */
export type IgnoredBecause =
  'deleted' | 'unsupported' | 'location' | 'empty' | 'change' | MessengerIgnored['name'] | UnreadableReason;

/** Of the control of a thread; `gained` also where another app has given it back. */
export type ControlChange = 'gained' | 'lost' | 'requested';

/** What an event asks of Parley. */
export type Incoming =
  /** `text` is clean and at most as long as a message may be. */
  | {
      readonly kind: 'ask';
      readonly from: InputSource;
      readonly text: string;
      readonly metadata: InputMetadata;
    }
  | { readonly kind: 'greet'; readonly from: InputSource; readonly metadata: InputMetadata }
  | {
      readonly kind: 'acknowledge';
      readonly from: InputSource;
      readonly what: 'image' | 'other';
      readonly stored: StoredAttachment;
    }
  /** The text of the message `mid` goes. */
  | { readonly kind: 'redact'; readonly from: ThreadFrame; readonly mid: string }
  /** What the page has sent has arrived. */
  | {
      readonly kind: 'settle';
      readonly metadata: string | null;
      readonly mid: string | null;
      readonly appId: string | null;
    }
  | { readonly kind: 'control'; readonly from: ThreadFrame; readonly change: ControlChange }
  | { readonly kind: 'alert'; readonly action: string | null; readonly reason: string | null }
  | { readonly kind: 'record' }
  | { readonly kind: 'stand_by' }
  | { readonly kind: 'ignore'; readonly why: IgnoredBecause };

/** Payload of the Get Started button. */
export const GET_STARTED = 'GET_STARTED';

const STORED: ReadonlyMap<string, StoredAttachment> = new Map([
  ['image', '[image]'],
  ['audio', '[audio]'],
  ['video', '[video]'],
  ['file', '[file]'],
  ['sticker', '[sticker]'],
]);

/** What an event is judged by. */
export interface Surroundings {
  /** The app that Parley gives threads to. */
  readonly handoffAppId: string | null;
  /** Payloads of the Get Started button. */
  readonly getStarted: readonly string[];
}

/** Decides what to do with an event. */
export function whatToDo(event: MessengerEvent, around: Surroundings): Incoming {
  switch (event.kind) {
    case 'message':
      return ofMessage(event, around);
    case 'postback':
      return ofPostback(event, around);
    case 'echo':
      return { kind: 'settle', metadata: event.metadata, mid: event.mid, appId: event.appId };
    case 'control':
      return { kind: 'control', from: event, change: controlChange(event, around) };
    case 'policy':
      return { kind: 'alert', action: event.action, reason: event.reason };
    case 'standby':
      return ofStandby(event.event, around);
    case 'ignored':
      return ignore(event.name);
    case 'change':
      return ignore('change');
    case 'unreadable':
      return ignore(event.reason);
    default:
      return { kind: 'record' };
  }
}

const ignore = (why: IgnoredBecause): Incoming => ({ kind: 'ignore', why });

function ofMessage(event: MessengerMessage, { getStarted }: Surroundings): Incoming {
  if (event.isDeleted) return ofDeletion(event);
  if (event.isUnsupported) return ignore('unsupported');
  const [payload, text] = [inputText(event.quickReply), inputText(event.text)];
  if (payload !== null) {
    const metadata: InputMetadata = { input: 'quick_reply', ...extras(text, event.referral) };
    if (getStarted.includes(payload)) return { kind: 'greet', from: event, metadata };
    return { kind: 'ask', from: event, text: payload, metadata };
  }
  if (text === null) return ofAttachments(event);
  return { kind: 'ask', from: event, text, metadata: { input: 'text', ...extras(null, event.referral) } };
}

function ofDeletion(event: MessengerMessage): Incoming {
  return event.mid === null ? ignore('deleted') : { kind: 'redact', from: event, mid: event.mid };
}

/** One for all: an image decides, else the first; a location is never answered. */
function ofAttachments(event: MessengerMessage): Incoming {
  const types = event.attachments.map(({ type }) => type);
  const others = types.filter((type) => type !== 'location');
  const type = others.includes('image') ? 'image' : others[0];
  if (type === undefined) return ignore(types.length > 0 ? 'location' : 'empty');
  const stored = STORED.get(type) ?? '[attachment]';
  return { kind: 'acknowledge', from: event, what: type === 'image' ? 'image' : 'other', stored };
}

function ofPostback(event: MessengerPostback, { getStarted }: Surroundings): Incoming {
  const title = inputText(event.title);
  const metadata: InputMetadata = { input: 'postback', ...extras(title, event.referral) };
  if (event.payload !== null && getStarted.includes(event.payload))
    return { kind: 'greet', from: event, metadata };
  const text = inputText(event.payload) ?? title;
  return text === null ? ignore('empty') : { kind: 'ask', from: event, text, metadata };
}

/** What has no voice in it is done all the same: an unsent message goes, and what we sent has arrived. */
function ofStandby(event: DirectEvent, around: Surroundings): Incoming {
  if (event.kind === 'echo' || (event.kind === 'message' && event.isDeleted)) return whatToDo(event, around);
  return { kind: 'stand_by' };
}

/** Meta tells a pass to the app that gains by it, so that one to an app that is unknown is one to us. */
function controlChange(
  { move, ownerAppId }: MessengerControl,
  { handoffAppId }: Surroundings,
): ControlChange {
  if (move === 'request') return 'requested';
  return move === 'pass' && (ownerAppId === null || ownerAppId !== handoffAppId) ? 'gained' : 'lost';
}

const extras = (title: string | null, referral: Referral | null): Partial<InputMetadata> => ({
  ...(title !== null && { title }),
  ...(referral !== null && { referral }),
});
