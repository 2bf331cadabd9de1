import { conversationPage, history, send } from './parley-client.js';
import { chatElement, toMessage } from './chat-element.js';

const PAGE_SIZE = 30;

const element = (id) => document.getElementById(id);
const state = { openId: null, shown: [], chat: null, pending: null };

/** What went wrong outside of the chat; empty for nothing. */
function showFailure(text) {
  element('failure').textContent = text;
  element('failure').hidden = text === '';
}

function showRetry(isOffered) {
  element('again').hidden = !isOffered;
  state.chat?.scrollToBottom();
}

function showTitle() {
  const open = state.shown.find(({ id }) => id === state.openId);
  element('title').textContent = open?.title || 'New chat';
  document.title = open?.title ? `${open.title} – Parley` : 'Parley';
}

function listItem(conversation) {
  const item = document.createElement('li');
  const button = document.createElement('button');
  const title = document.createElement('span');
  const time = document.createElement('time');
  title.textContent = conversation.title || 'Untitled chat';
  time.dateTime = conversation.updated_at;
  time.textContent = new Date(conversation.updated_at).toLocaleString([], {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  button.type = 'button';
  button.append(title, time);
  button.addEventListener('click', () => open(conversation.id));
  if (conversation.id === state.openId) button.setAttribute('aria-current', 'true');
  item.append(button);
  return item;
}

function showList(total) {
  element('list').replaceChildren(...state.shown.map(listItem));
  element('more').hidden = state.shown.length >= total;
  showTitle();
}

async function refreshList() {
  const page = await conversationPage({ limit: PAGE_SIZE, offset: 0 });
  state.shown = page.conversations;
  showList(page.total);
}

async function showMore() {
  const page = await conversationPage({ limit: PAGE_SIZE, offset: state.shown.length });
  const known = new Set(state.shown.map(({ id }) => id));
  state.shown.push(...page.conversations.filter(({ id }) => !known.has(id)));
  showList(page.total);
}

function toggleMenu(isOpen) {
  element('conversations').classList.toggle('open', isOpen);
  element('menu').setAttribute('aria-expanded', String(isOpen));
}

/** Shows a conversation, or an empty one for `null`. */
async function open(id) {
  toggleMenu(false);
  showFailure('');
  showRetry(false);
  const messages = id === null ? [] : await history(id);
  state.openId = id;
  state.pending = null;
  window.history.replaceState(null, '', id === null ? '/' : `#${id}`);
  state.chat = chatElement({ messages, ask });
  element('stage').replaceChildren(state.chat);
  await refreshList();
}

/** Sends what is pending; its key stays until there is an answer, so that trying again never asks twice. */
async function answerPending() {
  const { pending } = state;
  showRetry(false);
  element('status').textContent = 'Waiting for the answer…';
  try {
    const answer = await send(pending.key, pending.body);
    if (state.pending === pending) adopt(answer.conversation_id);
    return toMessage('assistant', answer.response, answer.metadata);
  } catch (error) {
    if (state.pending === pending) fail(error);
    return { error: error.message };
  } finally {
    element('status').textContent = '';
  }
}

function fail(error) {
  if (error.conversationId) adopt(error.conversationId);
  showRetry(error.mayRetry);
}

/** A first message opens a conversation: from now on this page is about that one. */
function adopt(conversationId) {
  state.openId = conversationId;
  window.history.replaceState(null, '', `#${conversationId}`);
  attempt(refreshList);
}

/** The chat component's question. */
async function ask(text) {
  const body = { message: text, ...(state.openId && { conversation_id: state.openId }) };
  state.pending = { key: crypto.randomUUID(), body };
  return answerPending();
}

async function askAgain() {
  const { chat } = state;
  chat.addMessage(await answerPending());
}

/** Runs what a click or the start asks for, and shows its failure. */
async function attempt(action) {
  try {
    await action();
  } catch (error) {
    showFailure(error.message);
  }
}

function start() {
  element('new').addEventListener('click', () => attempt(() => open(null)));
  element('more').addEventListener('click', () => attempt(showMore));
  element('again').addEventListener('click', () => attempt(askAgain));
  element('menu').addEventListener('click', () =>
    toggleMenu(!element('conversations').classList.contains('open')),
  );
  const wanted = location.hash.slice(1) || null;
  attempt(() => open(wanted).catch((error) => (wanted === null ? Promise.reject(error) : open(null))));
}

start();
