import type { Statement } from '../database/statement.js';

/**
 * The chunks that share words with a question: $1 its text, $2 the least score, $3 how many.
 * Each word weighs the more the fewer chunks have it, unknown words most. It counts in full in a heading (A),
 * 0.9 among keywords (B) and 0.7 in the text (C), so the score is 1 when the heading holds every word;
 * of equal ones the shorter heading is nearer to the question.
 * The index knowledge_chunks_tsv serves both the counting and the join.
 */
export const searchChunks: Statement = {
  name: 'search_chunks',
  text: `
    WITH asked AS MATERIALIZED (
      SELECT quoted::tsquery AS anywhere, (quoted || ':A')::tsquery AS in_heading, (quoted || ':B')::tsquery AS in_keywords
      FROM unnest(to_tsvector('english', $1::text)) AS word,
           LATERAL (SELECT '''' || replace(replace(word.lexeme, '\\', '\\\\'), '''', '''''') || '''') AS escaped (quoted)
      ORDER BY word.positions[1]
      LIMIT 32
    ), weighed AS MATERIALIZED (
      SELECT anywhere, in_heading, in_keywords,
             ln(1 + (SELECT count(*) FROM knowledge_chunks)::float8
                    / greatest(1, (SELECT count(*) FROM knowledge_chunks WHERE tsv @@ anywhere))) AS weight
      FROM asked
    ), scored AS (
      SELECT chunk.id,
             sum(weight * CASE WHEN chunk.tsv @@ in_heading THEN 1 WHEN chunk.tsv @@ in_keywords THEN 0.9 ELSE 0.7 END)
             / (SELECT sum(weight) FROM weighed) AS score
      FROM weighed JOIN knowledge_chunks AS chunk ON chunk.tsv @@ anywhere
      GROUP BY chunk.id
    )
    SELECT chunk.heading, chunk.content, document.url, least(1, scored.score)::float8 AS score
    FROM scored
    JOIN knowledge_chunks AS chunk ON chunk.id = scored.id
    JOIN knowledge_documents AS document ON document.id = chunk.document_id
    WHERE scored.score >= $2::float8
    ORDER BY scored.score DESC, length(ts_filter(chunk.tsv, '{a}')), chunk.id
    LIMIT $3::int`,
};

/** Content hashes of the sources in $1; served by knowledge_documents_source. */
export const findHashes: Statement = {
  name: 'find_knowledge_hashes',
  text: `SELECT source, content_hash AS "contentHash" FROM knowledge_documents WHERE source = ANY ($1::text[])`,
};

/**
 * Puts a document in the place of an older one of its source: $1–$5 id, source, title, url, hash. No row when it is
 * there already. The unique source makes replicas that start together wait for the row until the first has committed.
 */
export const SAVE_DOCUMENT = `
  INSERT INTO knowledge_documents (id, source, title, url, content_hash)
  VALUES ($1::uuid, $2::text, $3::text, $4::text, $5::text)
  ON CONFLICT ON CONSTRAINT knowledge_documents_source DO UPDATE
    SET title = excluded.title, url = excluded.url, content_hash = excluded.content_hash, updated_at = now()
    WHERE knowledge_documents.content_hash <> excluded.content_hash
  RETURNING id`;

/** By knowledge_chunks_in_order. */
export const DELETE_CHUNKS = 'DELETE FROM knowledge_chunks WHERE document_id = $1::uuid';

/** $1 document; $2–$5 ids, headings, keywords and contents of its chunks. */
export const INSERT_CHUNKS = `
  INSERT INTO knowledge_chunks (id, document_id, position, heading, keywords, content)
  SELECT chunk.id, $1::uuid, chunk.number - 1, chunk.heading, chunk.keywords, chunk.content
  FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[])
         WITH ORDINALITY AS chunk (id, heading, keywords, content, number)`;
