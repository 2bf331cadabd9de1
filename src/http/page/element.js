const SVG = 'http://www.w3.org/2000/svg';

/** Drawn on 24 by 24, as lines. */
const ICONS = {
  like: 'M7 11v8H4v-8zM7 11l4-7c1.7 0 2.6 1.2 2.2 2.8L12.500 10H18a2 2 0 0 1 2 2.300l-1 5A2 2 0 0 1 17 19H7',
  dislike: 'M7 13V5H4v8zM7 13l4 7c1.7 0 2.6-1.2 2.2-2.8L12.500 14H18a2 2 0 0 0 2-2.300l-1-5A2 2 0 0 0 17 5H7',
  again: 'M20 11a8 8 0 1 0-2.300 6.300M20 5v6h-6',
  rename: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  erase: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v5M14 11v5',
};

/** An element of the page with these properties and children; text becomes text, never markup. */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties))
    if (name.startsWith('aria-')) node.setAttribute(name, value);
    else node[name] = value;
  node.append(...children);
  return node;
}

/** A picture for those who see; what it means is its button's name. */
export function icon(name) {
  const picture = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  picture.setAttribute('viewBox', '0 0 24 24');
  picture.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', ICONS[name]);
  picture.append(path);
  return picture;
}

/** A button that shows an icon only. */
export const iconButton = (name, label, onclick) =>
  element(
    'button',
    { type: 'button', className: 'quiet icon', 'aria-label': label, title: label, onclick },
    icon(name),
  );

/** One of the elements that the page has from its start. */
export const byId = (id) => document.getElementById(id);
