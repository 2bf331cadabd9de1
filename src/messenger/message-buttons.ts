import { type Button, LIMITS, type QuickReply } from './message-payload.js';
import type { Choice } from './rich-lines.js';
import { clipped, shortened } from './short-text.js';

const WEB_ADDRESS = /^https?:\/\//i;
const SECURE_ADDRESS = /^https:\/\/\S+$/i;

/** Meta opens and loads nothing but https. */
export const isSecureUrl = (text: string): boolean => SECURE_ADDRESS.test(text) && URL.canParse(text);

/** False for an address that Meta does not open. */
export const isButton = ({ target }: Choice): boolean => !WEB_ADDRESS.test(target) || isSecureUrl(target);

/** The choice as text: what leads to an address that Meta does not open. */
export const addressLine = ({ title, target }: Choice): string =>
  title === target ? target : `${title}: ${target}`;

export function buttonOf(choice: Choice): Button {
  const title = shortened(choice.title, LIMITS.buttonTitleUnits);
  if (isSecureUrl(choice.target)) return { type: 'web_url', title, url: choice.target };
  return { type: 'postback', title, payload: clipped(choice.target, LIMITS.payloadUnits) };
}

export const quickReplyOf = ({ title, target }: Choice): QuickReply => ({
  content_type: 'text',
  title: shortened(title, LIMITS.quickReplyTitleUnits),
  payload: clipped(target, LIMITS.payloadUnits),
});
