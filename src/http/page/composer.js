import { byId } from './element.js';

const MOST_HEIGHT_PX = 200;

/** Where a message is typed: Enter sends, Shift and Enter begin a line. */
export class Composer {
  constructor({ onSend, onStop }) {
    this.box = byId('message');
    this.isBusy = false;
    this.onSend = onSend;
    this.box.addEventListener('input', () => this.fit());
    this.box.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.submit();
    });
    byId('composer').addEventListener('submit', (event) => {
      event.preventDefault();
      this.submit();
    });
    byId('stop').addEventListener('click', onStop);
  }

  submit() {
    const text = this.box.value.trim();
    if (this.isBusy || text === '') return;
    this.fill('');
    this.onSend(text);
  }

  fill(text) {
    this.box.value = text;
    this.fit();
  }

  focus() {
    this.box.focus();
  }

  /** While it is busy the next message can be written, but not sent. `mayStop`: the stop button is in the place of Send. */
  busy(isBusy, { mayStop = isBusy } = {}) {
    const hadFocus = [byId('send'), byId('stop')].includes(document.activeElement);
    this.isBusy = isBusy;
    byId('stop').hidden = !mayStop;
    byId('stop').disabled = false;
    byId('send').hidden = mayStop;
    this.fit();
    if (hadFocus) this.focus();
  }

  fit() {
    byId('send').disabled = this.isBusy || this.box.value.trim() === '';
    this.box.style.height = 'auto';
    this.box.style.height = `${Math.min(this.box.scrollHeight, MOST_HEIGHT_PX)}px`;
  }
}
