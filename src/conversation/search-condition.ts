import type { Owner } from '../auth/owner.js';
import { ownedBySql } from './owned-by.js';

/**
 * What stands in `:whole` as words and what stands in `:begun` as beginnings of words, all of them. Neither is read as
 * an operator: plainto_tsquery makes quoted words of anything, and the marks of a beginning are put behind its quotes.
 */
const WORDS = `plainto_tsquery('simple', :whole)
  && coalesce((replace(nullif(plainto_tsquery('simple', :begun)::text, ''), ''' & ''', ''':* & ''') || ':*')::tsquery, '')`;

/**
 * SQL that is true of a row called `conversation` of `:ownerId` where one of its messages, or its title, has all the words.
 * The array lets PostgreSQL read the owner's messages only, by messages_seq. Joined, the words would be looked for in everybody's.
 */
export const hasWords = (kind: Owner['kind']): string => `conversation.id IN (
  SELECT said.conversation_id FROM messages said
  WHERE said.conversation_id = ANY (ARRAY(SELECT id FROM conversations conversation WHERE ${ownedBySql(kind, ':ownerId')}))
    AND message_words(said.content) @@ (${WORDS})
  UNION ALL
  SELECT conversation.id FROM conversations conversation
  WHERE ${ownedBySql(kind, ':ownerId')} AND message_words(conversation.title) @@ (${WORDS}))`;
