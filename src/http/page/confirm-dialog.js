import { byId } from './element.js';

/** Asks whether a conversation of that title is to be deleted; the focus goes back to where it was. */
export function confirmDeletion(title) {
  const dialog = byId('confirm');
  byId('confirm-title').textContent = `Delete “${title}”?`;
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'delete'), { once: true });
  });
}
