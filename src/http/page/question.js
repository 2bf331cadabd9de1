import { cancelTurn } from './api.js';
import { forget, save } from './pending.js';
import { asMessage } from './transcript.js';
import { turnEvents } from './turn.js';

const SECOND_MS = 1_000;
const SPOKEN_CHARACTERS = 1_500;

/** Refusals that the same question would meet again. */
const isFinal = (status) => status >= 400 && status < 500 && status !== 408 && status !== 429;

/**
 * A question that is under way, and what is seen of it. `signal`: the person has gone elsewhere; the turn goes on. `onTold` hears the
 * ids `{ conversation_id, user_message_id }` with each event, `onAnswer` the answer as a message, `onEnd` that all is over.
 */
export class Question {
  constructor(pending, { view, status, composer, signal, onTold, onAnswer, onEnd }) {
    Object.assign(this, { pending, view, status, composer, signal, onTold, onAnswer, onEnd });
    this.text = '';
  }

  /** Below the messages that are there: the question, and what is known of its answer. */
  show() {
    this.view.addQuestion(this.pending.body.message);
    if (this.text !== '') this.view.say(this.text);
  }

  /** Follows its turn to the end; shows why, where there is none. */
  async run() {
    const { pending, composer, signal } = this;
    this.text = '';
    this.view.restart();
    composer.busy(true);
    this.think();
    try {
      for await (const event of turnEvents(pending, signal)) if (!signal.aborted) this.hear(event);
    } catch (error) {
      this.fail(error);
    } finally {
      if (!signal.aborted) composer.busy(false);
    }
  }

  /** The same key again: it is never asked twice. */
  retry() {
    Object.assign(this.pending, { failure: null, turnId: null });
    save(this.pending);
    return this.run();
  }

  /** Ends the turn with what was said so far, as soon as the server has told its id. @throws ApiError */
  async stop() {
    const { pending } = this;
    pending.isStopped = true;
    this.status.progress('Stopping…');
    if (pending.turnId) await cancelTurn(pending.turnId);
  }

  /** It is not tried again. */
  dismiss() {
    forget(this.pending);
  }

  hear({ type, data }) {
    this.onTold(data);
    if (!this.signal.aborted) HEARD[type]?.call(this, data);
  }

  created() {
    this.think();
    this.status.announce('Parley is answering.');
    if (this.pending.isStopped) this.stop().catch(() => undefined); // It is answered in full, then.
  }

  think() {
    this.status.clear();
    if (this.text === '') this.view.think(true);
  }

  say(text) {
    this.text = text;
    this.status.clear();
    this.view.say(text);
  }

  finish(response) {
    const answer = asMessage(response);
    this.say(answer.content);
    this.view.finish(answer);
    this.status.announce(`Parley: ${answer.content.slice(0, SPOKEN_CHARACTERS)}`);
    this.onAnswer(answer);
  }

  end(note = '') {
    this.view.think(false);
    this.status.progress(note);
    this.onEnd();
  }

  /** It is kept until the person tries again or lets it be. */
  fail({ message, retryAfter = null, status = 0 }) {
    const retryAt = retryAfter === null ? null : Date.now() + retryAfter * SECOND_MS;
    this.pending.failure = { message, retryAt, mayRetry: !isFinal(status) };
    save(this.pending);
    if (!this.signal.aborted) this.showFailure();
  }

  showFailure() {
    this.view.think(false);
    this.status.fail(this.pending.failure);
  }
}

/** A tool is called `server__tool`. */
const readable = (name) => name.replace('__', ': ').replaceAll('_', ' ');

/** What each event does. */
const HEARD = {
  'connection.lost'() {
    this.status.progress('Connection lost. Trying again…');
  },
  'turn.created'() {
    this.created();
  },
  'turn.started'() {
    this.think();
  },
  'turn.restarted'() {
    this.text = '';
    this.view.restart();
    this.think();
  },
  'message.delta'({ delta }) {
    this.say(this.text + delta);
  },
  'tool.started'({ name }) {
    this.status.progress(`Using ${readable(name)}…`);
  },
  'tool.completed'() {
    this.think();
  },
  'message.completed'(response) {
    this.finish(response);
  },
  'turn.completed'() {
    this.end();
  },
  'turn.cancelled'() {
    this.end(this.text === '' ? 'Stopped before there was an answer.' : '');
  },
  'turn.failed'({ message }) {
    this.fail({ message });
  },
};
