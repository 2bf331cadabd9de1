import { showConversation } from './api.js';
import { Composer } from './composer.js';
import { Conversation } from './conversation.js';
import { titleOf } from './conversation-item.js';
import { Drawer } from './drawer.js';
import { byId, element } from './element.js';
import { MessagesView } from './messages-view.js';
import { forgetAllOf } from './pending.js';
import { Sidebar } from './sidebar.js';
import { Status } from './status.js';

const ROUTE = /^#\/c\/([\w-]+)$/;

/** The conversation that the address names; null is a new one. */
const routeId = () => ROUTE.exec(location.hash)?.[1] ?? null;

const attempt = (action) => action().catch(({ message }) => status.fail({ message, mayRetry: false }));

const earlier = element(
  'button',
  { id: 'earlier', type: 'button', className: 'quiet', hidden: true },
  'Load earlier messages',
);
earlier.addEventListener('click', () =>
  attempt(() => conversation.loadEarlier().then(() => conversation.view.log.focus())),
);
byId('stage').append(earlier);

const status = new Status({
  onRetry: () => {
    if (conversation.question) conversation.question.retry();
    else attempt(openRoute);
    focus();
  },
  onDismiss: () => attempt(() => conversation.dismiss().then(focus)),
});
const composer = new Composer({
  onSend: (text) => conversation.send(text),
  onStop: () => attempt(() => conversation.question?.stop() ?? Promise.resolve()),
});
const drawer = new Drawer();
const sidebar = new Sidebar({ onChanged: showTitle, onDeleted: afterDeletion });
const conversation = new Conversation({
  view: new MessagesView(byId('stage')),
  status,
  composer,
  onShown: showStage,
  onActivity: () => sidebar.refresh(),
  onId: (id) => {
    history.replaceState(null, '', `#/c/${id}`);
    sidebar.mark(id);
  },
});

function showTitle() {
  const { id } = conversation;
  const open = sidebar.find(id) ?? (conversation.shown?.id === id ? conversation.shown : null);
  if (id !== null && !open) return; // It is told in a moment.
  byId('title').textContent = open ? titleOf(open) : 'New chat';
  document.title = open ? `${titleOf(open)} – Parley` : 'Parley';
}

/** A conversation without messages welcomes with questions. */
function showStage() {
  byId('welcome').hidden = !conversation.isEmpty;
  byId('stage').classList.toggle('empty', conversation.isEmpty);
  byId('earlier').hidden = !conversation.hasMore;
}

/** Opens what the address names. */
async function openRoute() {
  const id = routeId();
  drawer.show(false);
  await conversation.open(id).catch(async ({ message, status: code }) => {
    const isGone = code === 404;
    if (isGone) {
      forgetAllOf(id);
      history.replaceState(null, '', location.pathname);
    }
    await conversation.open(null);
    status.fail({ message, mayRetry: !isGone });
  });
  sidebar.mark(conversation.id);
  if (conversation.id !== null && !sidebar.find(conversation.id)) {
    conversation.shown = await showConversation(conversation.id);
    showTitle();
  }
}

async function afterDeletion(id) {
  forgetAllOf(id);
  await sidebar.refresh();
  byId('new').focus();
  if (conversation.id === id) await startNew();
}

/** On a phone the message box would bring up the keyboard. */
function focus() {
  if (drawer.isNarrow) byId('title').focus();
  else composer.focus();
}

/** Comes back once an empty conversation is open. */
async function startNew() {
  if (location.hash) history.pushState(null, '', location.pathname);
  await openRoute();
  focus();
}

async function start() {
  addEventListener('popstate', () => attempt(() => openRoute().then(focus)));
  byId('stage').addEventListener('regenerate', ({ detail }) => conversation.regenerate(detail));
  byId('new').addEventListener('click', () => attempt(startNew));
  byId('list').addEventListener('click', ({ target }) => target.closest('a') && drawer.show(false));
  for (const button of byId('examples').querySelectorAll('button'))
    button.addEventListener('click', () => {
      conversation.send(button.textContent);
      focus();
    });
  await Promise.all([openRoute(), sidebar.refresh()]);
  focus();
}

attempt(start);
