import { eventKey } from './event-key.js';
import { type Incoming, type Surroundings, whatToDo } from './incoming.js';
import type { MessengerEvent } from './messenger-event.js';
import type { ThreadMoment } from './messenger-sender.repository.js';

/** An event and what it asks for. */
export interface Task {
  readonly event: MessengerEvent;
  readonly incoming: Incoming;
  /** The same for an event that Meta delivers again; null for what may be done twice. */
  readonly key: string | null;
}

export const taskOf = (event: MessengerEvent, around: Surroundings): Task => ({
  event,
  incoming: whatToDo(event, around),
  key: eventKey(event),
});

/** What opens, or keeps open, the window in which a person may be answered. */
const OPENS_WINDOW: readonly MessengerEvent['kind'][] = ['message', 'postback', 'reaction', 'referral'];

const opensWindow = (event: MessengerEvent): boolean =>
  OPENS_WINDOW.includes(event.kind) && !(event.kind === 'message' && event.isDeleted);

/** The people who did something just now. */
export function peopleHeard(tasks: readonly Task[]): ThreadMoment[] {
  return tasks.flatMap(({ event }) => {
    const { pageId, psid, atMs } = event;
    return opensWindow(event) && pageId !== null && psid !== null ? [{ pageId, psid, atMs }] : [];
  });
}

/** Tasks of one person in the order of their times, as Meta may bring them in another one; each person's apart. */
export function byPerson(tasks: readonly Task[]): Task[][] {
  const lines = new Map<string, Task[]>();
  for (const task of tasks) {
    const { pageId, psid } = task.event;
    const name = `${pageId ?? ''}:${psid ?? ''}`;
    lines.set(name, [...(lines.get(name) ?? []), task]);
  }
  return [...lines.values()].map(inOrder);
}

/** As they came where one of them has no time. */
function inOrder(line: Task[]): Task[] {
  const timed = line.flatMap((task) => (task.event.atMs === null ? [] : [{ task, atMs: task.event.atMs }]));
  if (timed.length < line.length) return line;
  return timed.toSorted((one, other) => one.atMs - other.atMs).map(({ task }) => task);
}
