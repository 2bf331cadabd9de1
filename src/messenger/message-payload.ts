/**
 * Meta's limits; over one of them a message is refused. Lengths are in UTF-16 units: Meta speaks of characters and does
 * not say of which kind, and of these there are most.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages
 */
export const LIMITS = {
  /** Meta asks for "fewer than 2,000". */
  textUnits: 1999,
  quickReplies: 13,
  quickReplyTitleUnits: 20,
  /** Of a quick reply and of a button. */
  payloadUnits: 1000,
  templateTextUnits: 640,
  /** Of a template and of a card. */
  buttons: 3,
  buttonTitleUnits: 20,
  cards: 10,
  cardTitleUnits: 80,
  cardSubtitleUnits: 80,
} as const;

/** Stands where Meta wants a text and the answer has none. */
export const NO_TEXT = '…';

/** A choice under the last message, gone once something is said. */
export interface QuickReply {
  readonly content_type: 'text';
  readonly title: string;
  readonly payload: string;
}

/** `url`: https. */
export type Button =
  | { readonly type: 'web_url'; readonly title: string; readonly url: string }
  | { readonly type: 'postback'; readonly title: string; readonly payload: string };

/** A card; it has a subtitle, an image or a button. */
export interface CardElement {
  readonly title: string;
  readonly subtitle?: string;
  readonly image_url?: string;
  readonly default_action?: { readonly type: 'web_url'; readonly url: string };
  readonly buttons?: readonly Button[];
}

export type Template =
  | { readonly template_type: 'button'; readonly text: string; readonly buttons: readonly Button[] }
  | { readonly template_type: 'generic'; readonly elements: readonly CardElement[] };

type Content =
  | { readonly text: string }
  | { readonly attachment: { readonly type: 'template'; readonly payload: Template } };

/** `message` of the Send API, but for the metadata. */
export type MessagePayload = Content & { readonly quick_replies?: readonly QuickReply[] };
