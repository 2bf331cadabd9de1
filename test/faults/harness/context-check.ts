import { isCutShort } from '../../support/history.js';
import type { StoredHistory, StoredMessage } from '../../support/history-store.js';
import { type FaultAgent, fingerprint } from './agent.js';

/** What the agent saw in the place of what stands before an answer, one sentence for each answer that saw something else. */
export function explainContexts(
  { messages }: StoredHistory,
  { shownFor }: Pick<FaultAgent, 'shownFor'>,
): string[] {
  const places = new Map(
    messages.map(({ content, conversationId, seq }) => [
      fingerprint(content),
      { conversationId, seq: String(seq) },
    ]),
  );
  return [...Map.groupBy(messages, ({ conversationId }) => conversationId)].flatMap(([id, line]) =>
    line.flatMap((answer, before) => {
      if (answer.role !== 'assistant' || isCutShort(answer.content)) return [];
      const shown = shownFor.get(answer.content)?.split(' ') ?? [];
      const isRight = shown.join(' ') === expected(line.slice(0, before));
      const seen = shown.map((one) => {
        const place = places.get(one);
        return place?.conversationId === id
          ? place.seq
          : place
            ? `${place.conversationId}/${place.seq}`
            : 'nowhere';
      });
      return isRight ? [] : [`shown: ${id} ${answer.seq} saw ${seen.join(' ')}`];
    }),
  );
}

const expected = (line: readonly StoredMessage[]): string =>
  line.map(({ content }) => fingerprint(content)).join(' ');
