import type { IncomingMessage } from 'node:http';

/** What a request for a turn has brought along from Redis: the lock on the conversation, perhaps, and its memory. */
export class TurnTicket {
  private isSettled = false;

  /** @param giveBack gives the lock back; null where somebody else has it */
  constructor(
    /** Names the run that this request may begin. */
    readonly token: string,
    /** The memory as it is stored; null: there is none. */
    readonly memory: string | null,
    private readonly giveBack: (() => void) | null,
  ) {}

  /** The run is ours, and gives the lock back when it ends. */
  keep(): void {
    this.isSettled = true;
  }

  /** There is no run: the lock is given back, once. */
  drop(): void {
    if (!this.isSettled) this.giveBack?.();
    this.isSettled = true;
  }
}

const tickets = new WeakMap<IncomingMessage, TurnTicket>();

/** Notes what the request has brought along; only the gate may. */
export function rememberTicket(request: IncomingMessage, ticket: TurnTicket): void {
  tickets.set(request, ticket);
}

/** Null: Redis is away, or there was nothing to ask it for. */
export function ticketOf(request: IncomingMessage): TurnTicket | null {
  return tickets.get(request) ?? null;
}
