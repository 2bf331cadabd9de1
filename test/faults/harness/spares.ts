import { Child } from './child.js';

/** A spare may be ended by others than us. */
const ATTEMPTS = 5;

/**
 * Processes that have imported everything and wait to become replicas. Nearly all of a start is the import of some 3,000
 * files; a dead replica's successor should not have to wait for that.
 */
export class Spares {
  private readonly waiting: Child[] = [];
  private isOver = false;

  constructor(
    private readonly build: string,
    count: number,
  ) {
    for (let spares = 0; spares < count; spares += 1) this.add();
  }

  /** A warm process; another one takes its place. @throws Error when the build can't even be imported */
  async take(): Promise<Child> {
    for (let attempt = 1; ; attempt += 1) {
      const child = this.waiting.shift() ?? Child.spawn(this.build);
      this.add();
      try {
        await child.warm;
        if (child.isAlive) return child;
      } catch (error) {
        if (attempt === ATTEMPTS || this.isOver) throw error;
      }
    }
  }

  /** Ends those that nobody took. */
  end(): void {
    this.isOver = true;
    for (const child of this.waiting.splice(0)) child.signal('SIGKILL');
  }

  private add(): void {
    if (!this.isOver) this.waiting.push(Child.spawn(this.build));
  }
}
