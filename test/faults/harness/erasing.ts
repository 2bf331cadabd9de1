import type { Caller } from './caller.js';
import { begin } from './habits.js';
import { openEmpty } from './hall.js';
import type { Erasure } from './ledger.js';
import type { Room } from './rooms.js';

/** Part of erasures that are asked for once, whatever comes of it. */
const ASKED_ONCE = 0.6;
const MOST_TRIES = 60;

/** Says something, and has it all erased while the last message is still being answered. `eraseAt` gets the first request. */
export async function eraseSomething(caller: Caller, eraseAt?: string): Promise<void> {
  const room = await openEmpty(caller);
  await caller.send(begin(caller, room));
  const inFlight = caller.send(begin(caller, room));
  const erasure: Erasure = { room, askedAt: performance.now(), doneAt: null };
  caller.ledger.erasures.push(erasure);
  const tries = caller.random() < ASKED_ONCE ? 1 : MOST_TRIES;
  let url = eraseAt ?? caller.address();
  for (let tried = 0; tried < tries && erasure.doneAt === null; tried += 1) {
    if (await isErased(caller, room, url)) erasure.doneAt = performance.now();
    await caller.breathe();
    url = caller.address();
  }
  await inFlight;
  await caller.send(begin(caller, room, 'late'));
}

/** 404 is what a second try hears whose first one has done it. */
async function isErased(caller: Caller, room: Room, url: string): Promise<boolean> {
  const answer = await caller.ask(room, `/conversations/${room.id ?? ''}`, { method: 'DELETE', url });
  return answer?.status === 200 || answer?.status === 404;
}
