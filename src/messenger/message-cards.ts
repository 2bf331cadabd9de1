import { groupsOf } from './groups.js';
import { addressLine, buttonOf, isButton, isSecureUrl } from './message-buttons.js';
import { type CardElement, LIMITS, NO_TEXT } from './message-payload.js';
import type { Card, Choice } from './rich-lines.js';
import { shortened } from './short-text.js';

/** A card of a template, and further ones of the same title for the buttons beyond the third. */
export function cardElements(card: Card): CardElement[] {
  const [buttons, ...moreButtons] = groupsOf(card.choices.filter(isButton).map(buttonOf), LIMITS.buttons);
  const [image, link] = [card.images, card.links].map(firstSecure);
  const title = shortened(card.title, LIMITS.cardTitleUnits);
  const isBare = image === undefined && buttons === undefined;
  const subtitle = card.texts.join(' ') || (isBare ? NO_TEXT : '');
  const first: CardElement = {
    title,
    ...(subtitle !== '' && { subtitle: shortened(subtitle, LIMITS.cardSubtitleUnits) }),
    ...(image && { image_url: image.target }),
    ...(link && { default_action: { type: 'web_url', url: link.target } }),
    ...(buttons && { buttons }),
  };
  return [first, ...moreButtons.map((more) => ({ title, buttons: more }))];
}

/** Lines of text for the addresses of a card that have no place in a template. */
export function cardAddresses({ title, images, links, choices }: Card): string[] {
  const unplaced = [images, links].flatMap((addresses) =>
    addresses.filter((address) => address !== firstSecure(addresses)),
  );
  return [
    ...unplaced.map(({ title: description, target }) => `${description || title}: ${target}`),
    ...choices.filter((choice) => !isButton(choice)).map((choice) => `${title} – ${addressLine(choice)}`),
  ];
}

const firstSecure = (addresses: readonly Choice[]): Choice | undefined =>
  addresses.find(({ target }) => isSecureUrl(target));
