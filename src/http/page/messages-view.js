import { footOf } from './answer-foot.js';
import { MARKDOWN } from './safe-markdown.js';

const text = async (file) => (await fetch(new URL(file, import.meta.url))).text();

/** The component takes one sheet, as text. */
const SHEET = Promise.all([text('./messages.css'), text('./answer-foot.css')]).then((sheets) =>
  sheets.join('\n'),
);

/** Named, because the component asks another host for its own font otherwise. */
const FONT = 'system-ui, sans-serif';

const CLOSE_TO_END_PX = 80;

/**
 * The component draws itself a few ms after its last property was set, and 20 ms after it was made; where the browser is busy the
 * second comes first, and the first then draws all anew. This long after the one, the other is over.
 */
const SETTLED_MS = 20;

const entriesOf = ({ role, ...message }) =>
  role === 'assistant'
    ? [
        { role: 'ai', text: message.content, id: message.id },
        { role: 'ai', html: footOf(message), foot: true },
      ]
    : [{ role: 'user', text: message.content }];

/** The messages of a conversation, drawn by the chat component; what is typed and sent is the page's own business. */
export class MessagesView {
  constructor(stage) {
    this.stage = stage;
    this.entries = [];
    this.chat = null;
  }

  /** Shows these messages, oldest first, the last one in sight. */
  async show(messages) {
    const auxiliaryStyle = await SHEET;
    const chat = document.createElement('deep-chat');
    this.entries = messages.flatMap(entriesOf);
    this.chat = chat;
    this.live = null;
    this.isThinking = false;
    Object.assign(chat, {
      auxiliaryStyle,
      remarkable: MARKDOWN,
      displayLoadingBubble: { toggle: () => undefined },
      connect: { handler: () => undefined },
      history: this.entries.map(({ role, text, html }) => ({ role, text, html })),
    });
    Object.assign(chat.style, { display: 'block', width: '100%', height: '100%', border: '0' });
    Object.assign(chat.style, { backgroundColor: 'transparent', fontFamily: FONT });
    const drawn = Promise.withResolvers();
    chat.onComponentRender = drawn.resolve;
    this.stage.querySelector('deep-chat')?.remove();
    this.stage.append(chat);
    await drawn.promise;
    await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
    if (chat === this.chat) this.name(); // Others may be shown by now.
  }

  addQuestion(text) {
    this.live = null;
    this.add({ role: 'user', text });
  }

  /** Shows that an answer is being made. */
  think(isThinking) {
    if (this.isThinking === isThinking) return;
    this.isThinking = isThinking;
    this.chat.displayLoadingBubble.toggle();
  }

  /** The answer as far as it is known. */
  say(text) {
    this.think(false);
    const shown = text || '…';
    if (this.live === null) this.live = this.add({ role: 'ai', text: shown });
    else this.follow(() => this.chat.updateMessage({ text: shown }, this.live));
  }

  /** Takes back what was said of an answer that is not finished. */
  restart() {
    if (this.live !== null) this.say('');
  }

  /** The answer as it is stored; `say` has said it. */
  finish(answer) {
    this.entries[this.live].id = answer.id;
    this.add({ role: 'ai', html: footOf(answer), foot: true });
    this.live = null;
  }

  /** Another answer in the place of the one of the same id. */
  replace(answer) {
    const place = this.entries.findIndex(({ id }) => id === answer.id);
    this.follow(() => {
      this.chat.updateMessage({ text: answer.content }, place);
      this.chat.updateMessage({ html: footOf(answer) }, place + 1);
    });
  }

  /** Distance from the end, in px; given back to `keep` after earlier messages have come. */
  get depth() {
    return this.log.scrollHeight - this.log.scrollTop;
  }

  keep(depth) {
    this.log.scrollTop = this.log.scrollHeight - depth;
  }

  get log() {
    return this.chat.shadowRoot.getElementById('messages');
  }

  add(entry) {
    const { role, text, html } = entry;
    this.chat.addMessage({ role, text, html });
    this.name();
    return this.entries.push(entry) - 1;
  }

  /** Keeps the end in sight for whoever looks at the end. */
  follow(change) {
    const { scrollHeight, scrollTop, clientHeight } = this.log;
    change();
    this.name();
    if (scrollHeight - scrollTop - clientHeight < CLOSE_TO_END_PX) this.chat.scrollToBottom();
  }

  /** Names what the component leaves without a name; answers are told by the page's announcer, once they are whole. */
  name() {
    const { log } = this;
    const names = { role: 'log', 'aria-live': 'off', 'aria-label': 'Messages', tabindex: '0' };
    for (const [name, value] of Object.entries(names)) log.setAttribute(name, value);
    for (const bubble of log.querySelectorAll('.message-bubble:not([dir])')) {
      bubble.dir = 'auto';
      if (bubble.querySelector('answer-foot')) continue;
      bubble.setAttribute('role', 'article');
      bubble.setAttribute('aria-label', bubble.classList.contains('user-message-text') ? 'You' : 'Parley');
    }
    // What is too wide for the page is scrolled by keyboard too.
    for (const block of log.querySelectorAll('pre, table'))
      if (block.scrollWidth > block.clientWidth) block.tabIndex = 0;
    // With a question below it, it is not the last one any more.
    const last = [...log.querySelectorAll('.outer-message-container')].at(-1);
    for (const foot of log.querySelectorAll('answer-foot')) foot.toggleAttribute('last', last.contains(foot));
  }
}
