import { shown } from './agent-app.js';
import type { Answer, ApiClient } from './api.js';
import type { MemoryBody } from './api-bodies.js';
import { eventually } from './eventually.js';
import type { OpenAiStandIn, StandInRequest } from './openai-stand-in.js';
import type { Reply } from './stand-in-replies.js';
import { runSql } from './stored-rows.js';

/** What the model is given to make a summary of. */
export interface Notes {
  readonly notes_so_far: string;
  readonly messages: readonly { readonly role: string; readonly text: string }[];
}

const notesOf = (shown: readonly string[]): Notes => JSON.parse(shown[0] ?? '');

export const notesIn = (request: StandInRequest): Notes => notesOf(shown(request));

/** What `noteTaker` notes. */
export const FACT = 'My dog is called Rex.';

/** A model that notes what users say of themselves, and nothing else. */
export const noteTaker: Reply = {
  kind: 'made',
  make: ({ shown }) => {
    const { notes_so_far: before, messages } = notesOf(shown);
    const said = messages.filter(({ role, text }) => role === 'user' && /\bmy\b/i.test(text));
    return (
      [before, ...said.map(({ text }) => text)].filter((line) => line !== '').join('\n') || 'Nothing yet.'
    );
  },
};

/** Sends the messages one after another; the conversation's id. */
export async function say(client: ApiClient, messages: readonly string[], id?: string): Promise<string> {
  let conversationId = id;
  for (const message of messages) {
    const fields = conversationId === undefined ? {} : { conversation_id: conversationId };
    conversationId = (await client.chat(message, fields)).body.conversation_id;
  }
  return conversationId ?? '';
}

export const memoryOf = (client: ApiClient, id: string): Promise<Answer<MemoryBody>> =>
  client.asDevice(`/conversations/${id}/memory`);

/** The summary, once it covers the conversation up to that message. */
export const summaryThrough = (client: ApiClient, id: string, seq: number): Promise<string> =>
  eventually(async () => {
    const { summary } = (await memoryOf(client, id)).body;
    return summary && summary.through_seq >= seq ? summary.text : null;
  }, 60_000);

/** What the model was given to summarize of that conversation, in order. */
export const summariesOf = (agent: OpenAiStandIn, id: string): StandInRequest[] =>
  agent.summaries.filter(({ summarized }) => summarized === id);

/** The system message that the model was given. */
export const systemOf = (request: StandInRequest): string => String(request.body.messages[0]?.content);

/** Summaries as they are stored, of all conversations. */
export const storedSummaries = (
  databaseUrl: string,
): Promise<{ conversation_id: string; text: string; through_seq: string; revision: string }[]> =>
  runSql(databaseUrl, 'SELECT conversation_id, text, through_seq, revision FROM conversation_summaries');

/**
 * Adds answered turns to an empty conversation, of which the question of turn `factNo` is `fact` and the others are about orders.
 */
export async function insertLongTalk(
  databaseUrl: string,
  conversationId: string,
  { turns, factNo, fact }: { turns: number; factNo: number; fact: string },
): Promise<void> {
  await runSql(
    databaseUrl,
    `WITH counted AS (
       UPDATE conversations SET message_count = $2 * 2, last_turn_no = $2, done_turn_no = $2, answered_turn_no = $2
       WHERE id = $1 RETURNING id)
     INSERT INTO messages (id, conversation_id, seq, role, content)
     SELECT gen_random_uuid(), counted.id, seq, CASE seq % 2 WHEN 1 THEN 'user' ELSE 'assistant' END,
            CASE WHEN seq = 2 * $3::int - 1 THEN $4
                 ELSE 'Order ' || seq || ' went to Mr Miller in Berlin on May ' || seq % 30 || '. Is that fine?' END
     FROM counted, generate_series(1, $2::int * 2) AS seq`,
    [conversationId, turns, factNo, fact],
  );
}
