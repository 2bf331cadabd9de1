import { webAddress } from './web-address.js';

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text) => text.replace(/[&<>"]/g, (character) => ENTITIES[character]);

/** Only addresses on the web are linked to; anything else stays text. */
function linkOpen(address) {
  const href = webAddress(address);
  return href === null ? '<a>' : `<a href="${escaped(href)}" target="_blank" rel="noopener noreferrer">`;
}

/**
 * A plugin for the Markdown renderer of the chat component, which takes every address for a good one by itself. Pictures become
 * links: whoever hosts one is asked only by a click.
 */
function safeMarkdown(markdown) {
  const { rules } = markdown.renderer;
  rules.link_open = (tokens, place) => linkOpen(tokens[place].href);
  rules.image = (tokens, place) => {
    const { src, alt } = tokens[place];
    return `${linkOpen(src)}${escaped(alt || 'Picture')}</a>`;
  };
}

/** Where the component looks for plugins. */
globalThis.remarkable_plugins = [{ plugin: safeMarkdown }];

/** Plain Markdown: no HTML, and quotes, dashes and `(c)` as they were written. */
export const MARKDOWN = { html: false, breaks: true, typographer: false };
