import { element, iconButton } from './element.js';
import { Feedback } from './feedback.js';
import { sourceList } from './source-list.js';

/** The answers that are shown, by id: `{ id, content, metadata, feedback }`. */
const answers = new Map();

const NOTES = { cancelled: 'Stopped' };

function actionsOf(answer, host) {
  const { buttons, note, form } = new Feedback(answer);
  const again = iconButton('again', 'Answer again', () =>
    host.dispatchEvent(new CustomEvent('regenerate', { detail: answer.id, bubbles: true, composed: true })),
  );
  again.classList.add('regenerate');
  const end = element('span', { className: 'end', textContent: NOTES[answer.metadata.finish_reason] ?? '' });
  const actions = element('div', { className: 'actions' }, buttons.like, buttons.dislike, again, end, note);
  return [actions, form];
}

/** What stands below an answer: its sources, and what can be done with it. Fires `regenerate` with the answer's id. */
class AnswerFoot extends HTMLElement {
  connectedCallback() {
    const answer = answers.get(this.getAttribute('answer'));
    if (!answer) return;
    const { sources = [] } = answer.metadata;
    this.replaceChildren(...(sources.length > 0 ? [sourceList(sources)] : []), ...actionsOf(answer, this));
  }
}

customElements.define('answer-foot', AnswerFoot);

/** Markup for the chat component; the element finds the answer by its id. */
export function footOf(answer) {
  answers.set(answer.id, answer);
  return `<answer-foot answer="${answer.id.replace(/[^\w-]/g, '')}"></answer-foot>`;
}
