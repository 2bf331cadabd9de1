import { Operation } from '../../support/history.js';
import type { Caller } from './caller.js';
import { newRoom, newText, type Room } from './rooms.js';

/** Messages after which a room is left for a new one: what is said in it must fit the cache of the replicas. */
const MOST_MESSAGES = 50;

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

/** A conversation of a new device, opened empty or by its first message. */
export async function openRoom(caller: Caller): Promise<Room> {
  return caller.random() < 0.5 ? openEmpty(caller) : openBySaying(caller);
}

/** @throws never: asks until it is there */
export async function openEmpty(caller: Caller): Promise<Room> {
  const room = newRoom();
  for (;;) {
    const answer = await caller.ask<{ id: string }>(room, '/conversations', 'POST');
    if (answer?.status === 201) return { ...room, id: answer.body.id };
    await caller.breathe();
  }
}

async function openBySaying(caller: Caller): Promise<Room> {
  const room = newRoom();
  const operation = new Operation(room, newText(room, 'hello'));
  caller.ledger.operations.push(operation);
  await caller.insist(operation);
  const [answer] = operation.answers;
  return answer ? { ...room, id: answer.conversation_id } : openEmpty(caller);
}
