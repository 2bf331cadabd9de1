import { regenerate } from './api.js';
import { forget, newPending, pendingOf } from './pending.js';
import { Question } from './question.js';
import { asMessage, earlierMessages, isOpen, newestMessages, without } from './transcript.js';

/**
 * The conversation that is open. `onId` hears the id of one that a first message has opened, `onActivity` that there is something
 * new in it, `onShown` that its messages have changed altogether.
 */
export class Conversation {
  constructor({ view, status, composer, onId, onActivity, onShown }) {
    Object.assign(this, { view, status, composer, onId, onActivity, onShown });
    this.id = null;
    this.messages = [];
    this.question = null;
    this.left = new AbortController();
  }

  /** Shows a conversation, or an empty one for `null`, and goes on with its question. @throws ApiError */
  async open(id) {
    const { signal } = this.leave();
    const { messages, hasMore } = await newestMessages(id).catch((error) => {
      if (signal.aborted) return {}; // Nobody waits for it any more.
      throw error;
    });
    if (signal.aborted) return;
    const pending = this.pendingAmong(messages, id);
    Object.assign(this, { id, hasMore, messages: without(messages, pending) });
    await this.show();
    if (!pending || signal.aborted) return;
    this.ask(pending);
    if (pending.failure === null) this.question.run();
    else this.question.showFailure();
  }

  /** Whoever has left hears no more of it; its turn goes on. */
  leave() {
    this.left.abort();
    this.left = new AbortController();
    this.question = null;
    this.status.clear();
    this.status.announce('');
    this.composer.busy(false);
    return this.left;
  }

  get isEmpty() {
    return this.messages.length === 0 && this.question === null;
  }

  /** Asks; a question that failed before is not tried again. */
  send(text) {
    this.question?.dismiss();
    this.ask(newPending(text, this.id));
    return this.question.run();
  }

  /** The failed question goes, where the server has not kept it. */
  async dismiss() {
    this.question?.dismiss();
    await this.open(this.id);
  }

  /** @throws ApiError */
  async loadEarlier() {
    const { signal } = this.left;
    const { messages, hasMore } = await earlierMessages(this.id, this.messages);
    if (signal.aborted) return;
    const { depth } = this.view;
    this.messages = [...messages, ...this.messages];
    this.hasMore = hasMore;
    await this.show();
    this.question?.show();
    this.view.keep(depth);
  }

  /** Has the last answer given once more. */
  async regenerate(answerId) {
    const { signal } = this.left;
    this.composer.busy(true, { mayStop: false });
    this.status.progress('Answering again…');
    try {
      const answer = asMessage(await regenerate(answerId));
      if (!signal.aborted) this.replace(answer);
    } catch (error) {
      if (!signal.aborted) this.status.fail({ message: error.message, mayRetry: false });
    } finally {
      if (!signal.aborted) this.composer.busy(false);
    }
  }

  replace(answer) {
    this.messages = this.messages.map((message) => (message.id === answer.id ? answer : message));
    this.view.replace(answer);
    this.status.clear();
    this.status.announce(`Parley: ${answer.content}`);
    this.onActivity();
  }

  async show() {
    await this.view.show(this.messages);
    this.onShown();
  }

  /** The question of this conversation that is under way. */
  pendingAmong(messages, id) {
    const pending = pendingOf(id);
    if (!pending || isOpen(pending, messages)) return pending;
    forget(pending);
    return null;
  }

  ask(pending) {
    const { signal } = this.left;
    const { view, status, composer } = this;
    this.question = new Question(pending, {
      ...{ view, status, composer, signal },
      onTold: (told) => this.hear(told),
      onAnswer: (answer) => this.keep(pending, answer),
      onEnd: () => {
        this.question = null;
        this.onActivity();
      },
    });
    this.question.show();
    this.onShown();
  }

  keep({ body, userMessageId }, answer) {
    const question = { id: userMessageId, role: 'user', content: body.message, metadata: {} };
    this.messages.push(question, answer);
  }

  /** A first message opens a conversation: from now on this is that one. */
  hear({ conversation_id: id, user_message_id: questionId }) {
    if (id && this.id === null) {
      this.id = id;
      this.onId(id);
      this.onActivity();
    }
    // Sent again after a reload, and it had arrived: it is among the messages already.
    const isShown = questionId && this.messages.some((message) => message.id === questionId);
    if (isShown) this.open(this.id).catch(({ message }) => this.status.fail({ message, mayRetry: false }));
  }
}
