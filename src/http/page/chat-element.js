const MAX_MESSAGE_CHARACTERS = 10_000;

const bubble = (background, color) => ({
  bubble: {
    backgroundColor: `var(${background})`,
    color,
    maxWidth: '85%',
    borderRadius: '0.9rem',
    overflowWrap: 'anywhere',
  },
});

/** Named, because the component asks another host for its own font otherwise. */
const FONT = 'system-ui, sans-serif';

const LOOK = {
  chatStyle: {
    fontFamily: FONT,
    fontSize: '1rem',
    backgroundColor: 'transparent',
    border: '0 solid transparent',
  },
  messageStyles: {
    default: {
      user: bubble('--mine', '#ffffff'),
      ai: bubble('--theirs', 'var(--text)'),
    },
    error: {
      bubble: {
        backgroundColor: 'var(--failure)',
        color: 'var(--failure-text)',
        fontSize: '1rem',
        borderRadius: '0.9rem',
      },
    },
    html: { ai: bubble('--ground', 'var(--quiet)') },
    loading: { message: { styles: bubble('--theirs', 'var(--text)') } },
  },
  inputAreaStyle: { backgroundColor: 'transparent' },
  textInput: {
    characterLimit: MAX_MESSAGE_CHARACTERS,
    placeholder: { text: 'Write a message', style: { color: 'var(--quiet)' } },
    styles: {
      container: {
        width: '100%',
        borderRadius: '0.9rem',
        border: '1px solid var(--line)',
        backgroundColor: 'var(--panel)',
        boxShadow: 'none',
      },
      text: { color: 'var(--text)', padding: '0.7rem 2.8rem 0.7rem 0.9rem' },
    },
  },
  auxiliaryStyle: `
    a { color: inherit; }
    pre { overflow-x: auto; }
    .sources { font-size: 0.85rem; }
    .sources ol { margin: 0.2rem 0 0; padding-inline-start: 1.4rem; }
    .sources p { margin: 0; }
  `,
};

/** Only links to the web become links. */
function sourceTitle({ title, url }) {
  const isLink = URL.canParse(url ?? '') && ['http:', 'https:'].includes(new URL(url).protocol);
  const node = document.createElement(isLink ? 'a' : 'span');
  node.textContent = title;
  if (isLink) Object.assign(node, { href: url, target: '_blank', rel: 'noopener noreferrer' });
  return node;
}

/** Built from text nodes, so that nothing a source says is markup. */
function sourcesAsHtml(sources) {
  const box = document.createElement('div');
  const heading = document.createElement('p');
  const list = document.createElement('ol');
  box.className = 'sources';
  heading.textContent = 'Sources';
  for (const source of sources) {
    const item = document.createElement('li');
    item.append(sourceTitle(source));
    list.append(item);
  }
  box.append(heading, list);
  return box.outerHTML;
}

/** A message of the API as the component takes it: Markdown text, and the sources of an answer below it. */
export function toMessage(role, text, metadata) {
  const sources = metadata?.sources ?? [];
  return {
    role: role === 'assistant' ? 'ai' : 'user',
    text,
    ...(sources.length > 0 && { html: sourcesAsHtml(sources) }),
  };
}

/** Names for screen readers what the component leaves without a name. */
function label({ shadowRoot }) {
  shadowRoot.querySelector('#messages')?.setAttribute('role', 'log');
  for (const button of shadowRoot.querySelectorAll('.input-button'))
    button.setAttribute('aria-label', 'Send');
}

/**
 * A chat with these messages. `ask` gets the text of a question and gives the message that answers it, or
 * `{ error }` with a sentence to show.
 */
export function chatElement({ messages, ask }) {
  const chat = document.createElement('deep-chat');
  Object.assign(chat, LOOK, {
    history: messages.map(({ role, content, metadata }) => toMessage(role, content, metadata)),
    onComponentRender: label,
    ...(messages.length === 0 && { introMessage: { text: 'Hello! Ask me anything.' } }),
    remarkable: { html: false, linkTarget: '_blank' },
    errorMessages: { displayServiceErrorMessages: true },
    connect: {
      handler: async (body, signals) => signals.onResponse(await ask(body.messages.at(-1).text)),
    },
  });
  Object.assign(chat.style, { display: 'block', width: '100%', height: '100%', fontFamily: FONT });
  return chat;
}
