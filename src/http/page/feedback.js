import { rate } from './api.js';
import { element, iconButton } from './element.js';

const MOST_CHARACTERS = 2_000;

/** Two thumbs, and a comment for whoever wants to say more. Keeps what was said in `answer.feedback`. */
export class Feedback {
  constructor(answer) {
    this.answer = answer;
    this.buttons = {
      like: iconButton('like', 'Good answer', () => this.press('like')),
      dislike: iconButton('dislike', 'Bad answer', () => this.press('dislike')),
    };
    this.note = element('p', { className: 'note', role: 'status' });
    this.form = this.commentForm();
    this.showRating();
  }

  showRating() {
    for (const [rating, button] of Object.entries(this.buttons))
      button.setAttribute('aria-pressed', String(this.answer.feedback?.rating === rating));
  }

  commentForm() {
    this.comment = element('textarea', { rows: 2, maxLength: MOST_CHARACTERS, dir: 'auto' });
    const label = element(
      'label',
      {},
      element('span', { textContent: 'Anything to add? (optional)' }),
      this.comment,
    );
    const keep = element('button', { type: 'submit', textContent: 'Send' });
    const skip = element('button', { type: 'button', className: 'quiet', textContent: 'No, thanks' });
    const form = element(
      'form',
      { className: 'comment', hidden: true },
      label,
      element('div', {}, keep, skip),
    );
    skip.addEventListener('click', () => this.close());
    form.addEventListener('keydown', ({ key }) => key === 'Escape' && this.close());
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const { rating } = this.answer.feedback;
      this.say({ rating, comment: this.comment.value }).then((isKept) => isKept && this.close());
    });
    return form;
  }

  /** The same thumb twice takes it back. */
  async press(rating) {
    const isTakenBack = this.answer.feedback?.rating === rating;
    const isKept = await this.say({ rating: isTakenBack ? null : rating });
    if (!isKept) return;
    this.form.hidden = isTakenBack;
    if (isTakenBack) return;
    this.comment.value = '';
    this.comment.focus();
  }

  close() {
    this.form.hidden = true;
    this.buttons[this.answer.feedback?.rating ?? 'like'].focus();
  }

  /** Gives whether it was kept. */
  async say(feedback) {
    try {
      await rate(this.answer.id, feedback);
      this.answer.feedback = feedback.rating === null ? null : feedback;
      this.note.textContent = feedback.rating === null ? 'Taken back.' : 'Thank you.';
      this.showRating();
      return true;
    } catch (error) {
      this.note.textContent = error.message;
      return false;
    }
  }
}
