/** Tag characters spell ASCII invisibly (Unicode 23.9); honest ones only end an emoji flag such as that of Wales. */
const TAGS = /(?<!\u{1f3f4}[\u{e0020}-\u{e007e}]{0,8})[\u{e0001}\u{e0020}-\u{e007e}]/u;

/** Variation selectors of the supplement encode bytes invisibly; honest text has one behind an ideograph. */
const SELECTORS = /[\u{e0100}-\u{e01ef}]{4}/u;

/** Long runs of zero-width characters encode bits; honest text joins with one or two. */
const ZERO_WIDTHS = /[\u200b-\u200d\u2060-\u2064\ufeff\u180e]{12}/u;

/** True where a message carries text that no reader sees. */
export function hasHiddenText(message: string): boolean {
  return TAGS.test(message) || SELECTORS.test(message) || ZERO_WIDTHS.test(message);
}
