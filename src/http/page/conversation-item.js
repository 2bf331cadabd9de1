import { deleteConversation, renameConversation } from './api.js';
import { confirmDeletion } from './confirm-dialog.js';
import { element, iconButton } from './element.js';

const MOST_CHARACTERS = 200;

export const titleOf = ({ title }) => title || 'Untitled chat';

/**
 * One line of the list: opens its conversation, renames it in place, deletes it. `on` has `failure(message)`, `renamed(conversation)`
 * and `deleted(conversation)`.
 */
export function conversationItem(conversation, isOpen, on) {
  const title = titleOf(conversation);
  const link = element('a', { href: `#/c/${conversation.id}`, dir: 'auto', title }, title);
  if (isOpen) link.setAttribute('aria-current', 'page');
  const item = element('li');
  const rename = iconButton('rename', `Rename ${title}`, () => editTitle(item, conversation, on));
  const erase = iconButton('erase', `Delete ${title}`, () => erased(conversation, on));
  item.append(link, rename, erase);
  return item;
}

async function erased(conversation, on) {
  if (!(await confirmDeletion(titleOf(conversation)))) return;
  try {
    await deleteConversation(conversation.id);
    on.deleted(conversation);
  } catch (error) {
    on.failure(error.message);
  }
}

/** Enter or a click elsewhere keeps the new title, Escape the old one. */
function editTitle(item, conversation, on) {
  const kept = [...item.children];
  const value = titleOf(conversation);
  const input = element('input', {
    value,
    maxLength: MOST_CHARACTERS,
    dir: 'auto',
    'aria-label': 'New title',
  });
  const close = () => item.replaceChildren(...kept);
  const leave = async ({ isKept }) => {
    input.onblur = null;
    const title = input.value.trim();
    close();
    if (isKept && title !== '' && title !== value) await renamed(conversation, title, on);
  };
  input.onblur = () => leave({ isKept: true });
  input.onkeydown = ({ key, isComposing }) => {
    if (isComposing || !['Enter', 'Escape'].includes(key)) return;
    leave({ isKept: key === 'Enter' }).then(() => on.focus(conversation.id));
  };
  item.replaceChildren(input);
  input.select();
}

async function renamed(conversation, title, on) {
  try {
    on.renamed(await renameConversation(conversation.id, title));
  } catch (error) {
    on.failure(error.message);
  }
}
