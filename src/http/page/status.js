import { byId } from './element.js';

const SECOND_MS = 1_000;

/** What stands above the message box: what is going on, or what went wrong; and what screen readers are told. */
export class Status {
  constructor({ onRetry, onDismiss }) {
    byId('retry').addEventListener('click', onRetry);
    byId('dismiss').addEventListener('click', onDismiss);
  }

  clear() {
    clearInterval(this.countdown);
    byId('progress').textContent = '';
    byId('progress').hidden = true;
    byId('failure').hidden = true;
  }

  progress(text) {
    this.clear();
    byId('progress').textContent = text;
    byId('progress').hidden = text === '';
  }

  /** Says something to those who listen. */
  announce(text) {
    byId('announcer').textContent = text;
  }

  /** `retryAt`, a time in ms, or null: from when on trying again makes sense; `mayRetry` false: never. */
  fail({ message, retryAt = null, mayRetry = true }) {
    this.clear();
    byId('failure').querySelector('p').textContent = message;
    byId('failure').hidden = false;
    byId('retry').hidden = !mayRetry;
    this.countDown(retryAt);
    if (retryAt !== null) this.countdown = setInterval(() => this.countDown(retryAt), SECOND_MS);
  }

  countDown(retryAt) {
    const seconds = Math.max(0, Math.ceil(((retryAt ?? 0) - Date.now()) / SECOND_MS));
    byId('retry').disabled = seconds > 0;
    byId('retry').textContent = seconds > 0 ? `Try again in ${seconds} s` : 'Try again';
    if (seconds === 0) clearInterval(this.countdown);
  }
}
