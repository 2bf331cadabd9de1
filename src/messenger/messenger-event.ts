/** What every event of a webhook tells. */
export interface EventFrame {
  /** The page's side of the thread; null where Meta names none. */
  readonly pageId: string | null;
  /** The person's side, an id that is known to this page only; null where Meta names none. */
  readonly psid: string | null;
  /** Milliseconds since 1970; null where it is missing or no time. */
  readonly atMs: number | null;
}

/** An event in a thread that is known. */
export interface ThreadFrame extends EventFrame {
  readonly pageId: string;
  readonly psid: string;
}

/** How a person came to the page. */
export interface Referral {
  readonly ref: string | null;
  readonly source: string | null;
  readonly type: string | null;
  readonly adId: string | null;
}

export interface Attachment {
  /** As Meta names it, `sticker` for an image that is one, `unknown` where there is no name. */
  readonly type: string;
  readonly url: string | null;
  readonly title: string | null;
}

/** Of a person to the page. */
export interface MessengerMessage extends ThreadFrame {
  readonly kind: 'message';
  readonly mid: string | null;
  readonly text: string | null;
  /** The payload of the quick reply that was tapped. */
  readonly quickReply: string | null;
  readonly attachments: readonly Attachment[];
  /** The person has unsent the message `mid`. */
  readonly isDeleted: boolean;
  readonly isUnsupported: boolean;
  readonly referral: Referral | null;
}

/** Of the page to a person, whoever wrote it. */
export interface MessengerEcho extends EventFrame {
  readonly kind: 'echo';
  readonly mid: string | null;
  /** As it was given to the Send API. */
  readonly metadata: string | null;
  /** The app that sent it; null for a human being, and sometimes for an app. */
  readonly appId: string | null;
}

/** A click on a button, a menu item, an ice breaker or Get Started. */
export interface MessengerPostback extends ThreadFrame {
  readonly kind: 'postback';
  readonly mid: string | null;
  readonly title: string | null;
  /** Null where another app has sent the button. */
  readonly payload: string | null;
  readonly referral: Referral | null;
}

/** Who has the thread; `take` and `pass` name the owner, `request` the app that wants to be. */
export interface MessengerControl extends ThreadFrame {
  readonly kind: 'control';
  readonly move: 'pass' | 'take' | 'request';
  readonly ownerAppId: string | null;
  readonly previousOwnerAppId: string | null;
}

/** `mid` is the message that was edited. */
export interface MessengerEdit extends EventFrame {
  readonly kind: 'edit';
  readonly mid: string | null;
  readonly editNumber: string | null;
}

/** `mid` is the message that was reacted to. */
export interface MessengerReaction extends EventFrame {
  readonly kind: 'reaction';
  readonly mid: string | null;
  readonly action: string | null;
  readonly emoji: string | null;
}

/** Everything up to the watermark, milliseconds since 1970, has arrived or been read. */
export interface MessengerWatermark extends EventFrame {
  readonly kind: 'delivery' | 'read';
  readonly watermarkMs: number | null;
}

/** `mid` is the message of ours that was rated. */
export interface MessengerFeedback extends EventFrame {
  readonly kind: 'feedback';
  readonly mid: string | null;
  readonly feedback: string | null;
}

export interface MessengerReferral extends EventFrame {
  readonly kind: 'referral';
  readonly referral: Referral;
}

/** Meta warns, blocks or unblocks the page. */
export interface MessengerPolicy extends EventFrame {
  readonly kind: 'policy';
  readonly action: string | null;
  readonly reason: string | null;
}

/** What is counted and no more. */
export interface MessengerSideEvent extends EventFrame {
  readonly kind: 'optin' | 'account_linking' | 'app_roles';
}

/** Known, and nothing to Parley. */
export const IGNORED_EVENTS = [
  'order',
  'messaging_feedback',
  'game_play',
  'payment',
  'pre_checkout',
  'checkout_update',
] as const;

export interface MessengerIgnored extends EventFrame {
  readonly kind: 'ignored';
  readonly name: (typeof IGNORED_EVENTS)[number];
}

/** A change of the page, such as its feed. */
export interface MessengerChange extends EventFrame {
  readonly kind: 'change';
  readonly field: string | null;
}

/** Why nothing could be made of an event. */
export type UnreadableReason = 'not_an_object' | 'unknown_kind' | 'no_thread' | 'from_page';

export interface MessengerUnreadable extends EventFrame {
  readonly kind: 'unreadable';
  readonly reason: UnreadableReason;
}

/** What comes while Parley may speak, or concerns no thread. */
export type DirectEvent =
  | MessengerMessage
  | MessengerEcho
  | MessengerPostback
  | MessengerControl
  | MessengerEdit
  | MessengerReaction
  | MessengerWatermark
  | MessengerFeedback
  | MessengerReferral
  | MessengerPolicy
  | MessengerSideEvent
  | MessengerIgnored
  | MessengerChange
  | MessengerUnreadable;

/** What Parley overhears while another app has the thread; never answered. */
export interface MessengerStandby extends EventFrame {
  readonly kind: 'standby';
  readonly event: DirectEvent;
}

export type MessengerEvent = DirectEvent | MessengerStandby;
