import type { Caller } from '../../harness/caller.js';
import { begin } from '../../harness/habits.js';
import { openEmpty } from '../../harness/hall.js';
import type { Room } from '../../harness/rooms.js';
import { type Hazard } from './hazard.js';
import { KeptMemories } from './kept-memories.js';

/** What Redis remembers of a conversation is what it was a turn ago. */
export const findsAnOlderMemory: Hazard = (scene) =>
  KeptMemories.use(scene, async (memories) => {
    const { caller } = scene;
    const room = await openEmpty(caller);
    await say(caller, room);
    const older = await memories.next(room, null);
    await say(caller, room);
    const newer = await memories.next(room, older);
    if (older === null || newer === null) return false;
    await memories.replace(room, older);
    await say(caller, room);
    return true;
  });

/** What Redis remembers of two conversations that are equally long is mixed up. */
export const findsAnothersMemory: Hazard = (scene) =>
  KeptMemories.use(scene, async (memories) => {
    const { caller } = scene;
    const mine = await openEmpty(caller);
    const yours = await openEmpty(caller);
    await Promise.all([say(caller, mine), say(caller, yours)]);
    const [myMemory, yourMemory] = [await memories.next(mine, null), await memories.next(yours, null)];
    if (myMemory === null || yourMemory === null) return false;
    await Promise.all([memories.replace(mine, yourMemory), memories.replace(yours, myMemory)]);
    await Promise.all([say(caller, mine), say(caller, yours)]);
    return true;
  });

const say = (caller: Caller, room: Room): Promise<void> => caller.insist(begin(caller, room));
