import { element } from './element.js';
import { webAddress } from './web-address.js';

/** Only addresses on the web become links. */
function titleOf({ title, url }) {
  const href = webAddress(url);
  if (href === null) return element('span', { textContent: title, className: 'name' });
  const link = { href, target: '_blank', rel: 'noopener noreferrer' };
  return element('a', { textContent: title, className: 'name', ...link });
}

/** What an answer rests on, folded away. */
export function sourceList(sources) {
  const items = sources.map((source) =>
    element('li', { dir: 'auto' }, titleOf(source), element('p', { textContent: source.snippet ?? '' })),
  );
  const count = sources.length === 1 ? '1 source' : `${sources.length} sources`;
  return element(
    'details',
    { className: 'sources' },
    element('summary', { textContent: count }),
    element('ol', {}, ...items),
  );
}
