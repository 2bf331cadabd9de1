import type { MemoryBody } from '../../support/api-bodies.js';
import { SHOWN_MESSAGES } from '../../support/history.js';
import type { StoredHistory } from '../../support/history-store.js';
import type { Scene } from './scene.js';

/** Conversations that are looked at: the newest, whose memory still lives. */
const NEWEST = 20;
const WHOLE_MS = 20_000;

/** Whatever a replica remembers of a conversation otherwise than it is stored, once nothing is open. */
export async function checkMemories(
  { messages }: StoredHistory,
  { fleet, caller }: Scene,
): Promise<string[]> {
  await fleet.whole(WHOLE_MS);
  const stored = Map.groupBy(messages, ({ conversationId }) => conversationId);
  const rooms = new Map(
    caller.ledger.operations.flatMap(({ answers: [answer], conversation }) =>
      answer ? [[answer.conversation_id, conversation]] : [],
    ),
  );
  const newest = [...rooms].filter(([id]) => stored.has(id)).slice(-NEWEST);
  const problems = newest.flatMap(([id, room]) =>
    fleet.up.map(async ({ url, name }) => {
      const answer = await caller.ask<MemoryBody>(room, `/conversations/${id}/memory`, { url });
      const expected = (stored.get(id) ?? []).map(({ content }) => content).slice(-SHOWN_MESSAGES);
      const remembered = answer?.body.messages.map(({ content }) => content);
      const isSame = JSON.stringify(remembered) === JSON.stringify(expected);
      return isSame ? [] : [`memory: ${name} remembers ${id} otherwise, from its ${answer?.body.source}`];
    }),
  );
  return (await Promise.all(problems)).flat();
}
