import { v7 as uuid } from 'uuid';
import { aUser } from './turn-lab-factories.js';

/** Most clients that come for a calm line at once. */
const CALM = 4;
/** Share of clients that come however many are there. */
const IMPATIENT = 0.1;

/**
 * One conversation of a hammer run and the clients that are at it: rush and calm follow each other, since a line that is
 * never empty is claimed only once.
 */
export class HammeredLine {
  readonly owner = aUser();
  readonly conversationId = uuid();
  private present = 0;
  private waiting: (() => void)[] = [];

  /** Runs the action as soon as the client likes the crowd. */
  async visit(action: () => Promise<void>): Promise<void> {
    const most = Math.random() < IMPATIENT ? Infinity : Math.ceil(Math.random() * CALM);
    while (this.present >= most) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.present++;
    try {
      await action();
    } finally {
      this.present--;
      for (const wake of this.waiting.splice(0)) wake();
    }
  }
}
