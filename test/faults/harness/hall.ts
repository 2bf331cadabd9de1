import { Operation, pick } from '../../support/history.js';
import type { Caller } from './caller.js';
import { newPrimary, newRoom, newText, type Room } from './rooms.js';

/** Messages after which a room is left for a new one: what is said in it must fit the cache of the replicas. */
const MOST_MESSAGES = 50;

/** Longest wait for a conversation, in ms. */
const PATIENCE_MS = 120_000;

/** A place where callers meet: one room after the other. */
export class Hall {
  private left = 0;
  private current: Promise<Room> | null = null;

  constructor(private readonly caller: Caller) {}

  /** The room to say the next thing in. */
  room(): Promise<Room> {
    if (this.left === 0 || !this.current) {
      this.left = MOST_MESSAGES;
      this.current = openRoom(this.caller);
    }
    this.left -= 1;
    return this.current;
  }
}

const OPENINGS: readonly ((caller: Caller) => Promise<Room>)[] = [
  openEmpty,
  openBySaying,
  async () => newPrimary(), // Whoever comes first opens it, all of them at once perhaps.
];

/** A conversation of a new device, or the never-ending one of a new user. */
function openRoom(caller: Caller): Promise<Room> {
  return pick(OPENINGS, caller.random)(caller);
}

/** Asks until it is there. @throws Error when nobody opens one for a long time */
export async function openEmpty(caller: Caller): Promise<Room> {
  const room = newRoom();
  for (const endsAt = performance.now() + PATIENCE_MS; performance.now() < endsAt;) {
    const answer = await caller.ask<{ id: string }>(room, '/conversations', { json: {} });
    if (answer?.status === 201) return { ...room, id: answer.body.id };
    await caller.breathe();
  }
  throw new Error(`Nobody has opened a conversation for ${PATIENCE_MS} ms`);
}

async function openBySaying(caller: Caller): Promise<Room> {
  const room = newRoom();
  const operation = new Operation(room, newText(room, 'hello'));
  caller.ledger.operations.push(operation);
  await caller.insist(operation);
  const [answer] = operation.answers;
  return answer ? { ...room, id: answer.conversation_id } : openEmpty(caller);
}
