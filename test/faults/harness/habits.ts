import type { ChatBody } from '../../support/api.js';
import type { TurnBody } from '../../support/api-bodies.js';
import { Operation } from '../../support/history.js';
import type { Caller } from './caller.js';
import { newText, type Room } from './rooms.js';

/** Part of plain messages that are sent once, whatever comes of it: who retries hides what the server forgets. */
const SENT_ONCE = 0.6;
/** Part of answered messages that are sent once more, elsewhere. */
const REPEATED = 0.3;
const CROWD = 5;
const BURST = 4;
/** How often somebody looks for the answer of a message that he did not wait for. */
const LOOKS = 100;

type Habit = (caller: Caller, room: Room) => Promise<void>;

/** What a caller does with a room, with its part of everything. */
const HABITS: readonly (readonly [part: number, habit: Habit])[] = [
  [0.55, sayPlainly],
  [0.15, lookLater],
  [0.1, sayUnlessBusy],
  [0.1, sayMuchAtOnce],
  [0.1, saySameAtOnce],
];

export async function say(caller: Caller, room: Room): Promise<void> {
  let at = caller.random();
  const [, habit] = HABITS.find(([part]) => (at -= part) < 0) ?? [1, sayPlainly];
  await habit(caller, room);
}

/** A new message for the room, noted before it is sent. */
export function begin({ ledger }: Caller, room: Room, remark?: string): Operation<Room> {
  const operation = new Operation(room, newText(room, remark));
  ledger.operations.push(operation);
  return operation;
}

async function sayPlainly(caller: Caller, room: Room): Promise<void> {
  const operation = begin(caller, room);
  const url = caller.address();
  if (caller.random() < SENT_ONCE) await caller.send(operation, { url });
  else await caller.insist(operation, url);
  if (operation.endedAt !== null && caller.random() < REPEATED)
    await caller.send(operation, { url: caller.address(url) });
}

/** Takes 202 for the word that the message is stored; half of them look for the answer, the others trust. */
async function lookLater(caller: Caller, room: Room): Promise<void> {
  const operation = begin(caller, room);
  await caller.send(operation, { headers: { Prefer: 'respond-async' } });
  const [turnId] = operation.turnIds;
  if (turnId === undefined || caller.random() < 0.5) return;
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const answer = await caller.ask<TurnBody>(room, `/turns/${turnId}`);
    if (answer?.status === 404 || answer?.body.status === 'failed') return;
    if (answer?.body.status === 'completed') return operation.answeredWith(asReply(answer.body));
    await caller.breathe();
  }
}

async function sayUnlessBusy(caller: Caller, room: Room): Promise<void> {
  await caller.send(begin(caller, room), { body: { on_busy: 'reject' } });
}

async function sayMuchAtOnce(caller: Caller, room: Room): Promise<void> {
  await Promise.all(Array.from({ length: BURST }, () => caller.send(begin(caller, room))));
}

/** One message, one key, everywhere at once. */
async function saySameAtOnce(caller: Caller, room: Room): Promise<void> {
  const operation = begin(caller, room);
  await Promise.all(Array.from({ length: CROWD }, () => caller.send(operation)));
}

const asReply = (turn: TurnBody): ChatBody => ({
  conversation_id: turn.conversation_id,
  user_message_id: turn.user_message_id,
  assistant_message_id: turn.assistant_message_id ?? '',
  response: turn.response ?? '',
  message: turn.response ?? '',
  metadata: { turn_id: turn.id, intent: '' },
});
