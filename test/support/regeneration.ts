import type { Answer, ApiClient, ChatBody } from './api.js';
import { runSql } from './stored-rows.js';

/** What an answer said before, as it is stored. */
export interface VersionRow {
  readonly version: number;
  readonly content: string;
  readonly metadata: Record<string, unknown>;
  readonly rating: string | null;
  readonly comment: string | null;
  readonly created_at: Date;
}

/** POST /messages/{id}/regenerate as that device. */
export const regenerate = <Body = ChatBody>(client: ApiClient, messageId: string): Promise<Answer<Body>> =>
  client.asDevice(`/messages/${messageId}/regenerate`, { method: 'POST' });

/** Oldest first. */
export const versionsOf = (databaseUrl: string, messageId: string): Promise<VersionRow[]> =>
  runSql(databaseUrl, 'SELECT * FROM message_versions WHERE message_id = $1 ORDER BY version', [messageId]);

/** What was said in a conversation of that device's, oldest first. */
export const contentsOf = async (client: ApiClient, conversationId: string): Promise<string[]> =>
  (await client.conversation(conversationId)).body.messages.map(({ content }) => content);
