import { listConversations } from './api.js';
import { conversationItem } from './conversation-item.js';
import { byId } from './element.js';

const PAGE_SIZE = 30;
const TYPING_MS = 250;

/** The list of conversations, newest activity first, or those that are searched for. `onDeleted` hears which one has gone. */
export class Sidebar {
  constructor({ onDeleted, onChanged }) {
    this.shown = [];
    this.openId = null;
    this.onChanged = onChanged;
    this.on = {
      failure: (message) => this.note(message),
      focus: (id) => this.focus(id),
      renamed: (conversation) => this.change(conversation),
      deleted: ({ id }) => onDeleted(id),
    };
    byId('more').addEventListener('click', () => this.load({ isMore: true }));
    byId('search').addEventListener('input', () => {
      clearTimeout(this.typing);
      this.typing = setTimeout(() => this.refresh(), TYPING_MS);
    });
  }

  refresh() {
    return this.load({ isMore: false });
  }

  /** Marks the conversation that is open. */
  mark(id) {
    this.openId = id;
    this.draw();
  }

  find(id) {
    return this.shown.find((conversation) => conversation.id === id) ?? null;
  }

  /** The newest of several loads wins, whatever comes first. */
  async load({ isMore }) {
    const query = byId('search').value.trim();
    const load = (this.newest = { query });
    try {
      const page = await listConversations({
        limit: PAGE_SIZE,
        offset: isMore ? this.shown.length : 0,
        query,
      });
      if (load !== this.newest) return;
      const known = new Set(isMore ? this.shown.map(({ id }) => id) : []);
      const fresh = page.conversations.filter(({ id }) => !known.has(id));
      this.shown = isMore ? [...this.shown, ...fresh] : fresh;
      byId('more').hidden = this.shown.length >= page.total;
      this.note(this.emptyNote(query));
      this.draw();
    } catch (error) {
      if (load === this.newest) this.note(error.message);
    }
  }

  emptyNote(query) {
    if (this.shown.length > 0) return '';
    return query === '' ? 'Your chats will be here.' : 'No chat has all of these words.';
  }

  note(text) {
    byId('list-note').textContent = text;
  }

  change(conversation) {
    this.shown = this.shown.map((one) => (one.id === conversation.id ? conversation : one));
    this.draw();
  }

  draw() {
    const items = this.shown.map((one) => conversationItem(one, one.id === this.openId, this.on));
    const focused =
      byId('list').contains(document.activeElement) && document.activeElement.getAttribute('href');
    if (byId('list').querySelector('input')) return; // Somebody is writing a title; the next change draws it.
    byId('list').replaceChildren(...items);
    if (focused) this.focus(focused.slice('#/c/'.length));
    this.onChanged();
  }

  focus(id) {
    byId('list').querySelector(`a[href="#/c/${id}"]`)?.focus();
  }
}
