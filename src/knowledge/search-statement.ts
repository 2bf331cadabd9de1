import type { Statement } from '../database/statement.js';

/** Most chunks that are looked at for the rare words of a question, and again for its common ones. */
const BUDGET = 500;

/** All that there can be. Tells the planner, which takes a table of a few rows for one of a thousand. */
const MAX_LANGUAGES = 25;

/** A word as text of a tsquery. */
const QUOTED = `'''' || replace(replace(word, '\\', '\\\\'), '''', '''''') || ''''`;

/**
 * The chunks that share words with a question: $1 its text, $2 its last word where that may go on, else empty, $3 the
 * least score, $4 how many. Each chunk is compared in its own language.
 *
 * Each word weighs the more the fewer chunks have it, unknown words most. It counts in full in a heading (A),
 * 0.9 among keywords (B) and 0.7 in the text (C), so the score is 1 when the heading holds every word;
 * of equal ones the shorter heading is nearer to the question. A word that is found by its beginning counts 0.9 of that, one
 * that an unknown word may be misspelt for 0.6: in a heading just enough for an answer.
 *
 * Looked at are the chunks that have one of the rare words; where the common ones can reach the least score, also the first of
 * those that have all of them; where there is nothing else, the first that have the rarest of them. As many words are rare, from
 * the rarest on, as the budget allows; in a small knowledge base all. The primary key of knowledge_words serves the counting,
 * the index knowledge_chunks_tsv the finding.
 */
export const searchChunks: Statement = {
  name: 'search_chunks',
  text: `
    WITH base AS MATERIALIZED (
      SELECT language, knowledge_configuration(language) AS configuration, sum(chunk_count) OVER () AS total
      FROM knowledge_languages ORDER BY chunk_count DESC LIMIT ${MAX_LANGUAGES}
    ), asked AS (
      SELECT base.language, total, word, place,
             length(word) >= 3 AND word = ANY (tsvector_to_array(to_tsvector(configuration, $2::text))) AS is_open
      FROM base CROSS JOIN LATERAL (
        SELECT lexeme AS word, row_number() OVER (ORDER BY positions[1]) AS place
        FROM unnest(to_tsvector(configuration, $1::text)) ORDER BY place LIMIT 32
      ) AS given
    ), counted AS (
      SELECT asked.*, coalesce(known.chunk_count, 0) + coalesce(longer.chunks, 0) AS chunks
      FROM asked
      LEFT JOIN LATERAL (
        SELECT chunk_count FROM knowledge_words AS one
        WHERE one.language = asked.language AND one.word = asked.word LIMIT 1
      ) AS known ON true
      LEFT JOIN LATERAL (
        SELECT sum(other.chunk_count) AS chunks FROM knowledge_words AS other
        WHERE is_open AND other.language = asked.language
              AND other.word > asked.word AND other.word < asked.word || chr(1114111)
      ) AS longer ON true
    ), spelt AS (
      SELECT language, total, place, ${QUOTED} AS quoted, near.words IS NOT NULL AS is_near,
             coalesce(near.words, ARRAY[${QUOTED}]) AS forms, coalesce(near.chunks, counted.chunks) AS chunks,
             CASE WHEN is_open AND near.words IS NULL THEN ':*' ELSE '' END AS star,
             CASE WHEN is_open AND near.words IS NULL THEN ':*' ELSE ':' END AS mark
      FROM counted
      LEFT JOIN LATERAL (
        SELECT array_agg(${QUOTED}) AS words, sum(near_count) AS chunks
        FROM knowledge_near_words(language, CASE WHEN counted.chunks = 0 AND place <= 12 THEN counted.word END)
             AS found (word, near_count)
      ) AS near ON true
    ), written AS (
      SELECT language, place, chunks, quoted::tsquery AS exactly, is_near OR star <> '' AS is_inexact,
             CASE WHEN is_near THEN 0.6::float8 ELSE 0.9 END AS inexactly,
             array_to_string(forms, star || ' | ') || star AS anywhere,
             array_to_string(forms, mark || 'A | ') || mark || 'A' AS in_heading,
             array_to_string(forms, mark || 'B | ') || mark || 'B' AS in_keywords,
             ln(1 + total::float8 / greatest(1, chunks)) AS weight
      FROM spelt
    ), word AS MATERIALIZED (
      SELECT language, place, chunks, anywhere AS text, exactly, is_inexact, inexactly, anywhere::tsquery,
             in_heading::tsquery, in_keywords::tsquery,
             weight / sum(weight) OVER (PARTITION BY language) AS share,
             sum(chunks) OVER (PARTITION BY language ORDER BY chunks, place) <= ${BUDGET} AS is_rare
      FROM written
    ), sorted AS (
      SELECT language, string_agg(text, ' | ') FILTER (WHERE is_rare) AS rare,
             string_agg('(' || text || ')', ' & ') FILTER (WHERE NOT is_rare) AS common,
             sum(share) FILTER (WHERE NOT is_rare) AS common_share,
             (array_agg(text ORDER BY chunks, place))[1] AS rarest
      FROM word WHERE chunks > 0 GROUP BY language LIMIT ${MAX_LANGUAGES}
    ), wanted AS MATERIALIZED (
      SELECT language, rare::tsquery AS query FROM sorted WHERE rare IS NOT NULL
      UNION ALL
      SELECT language, (common || coalesce(' & !(' || rare || ')', ''))::tsquery FROM sorted
      WHERE common IS NOT NULL AND (rare IS NULL OR common_share >= $3::float8)
    ), near AS MATERIALIZED (
      SELECT chunk.* FROM wanted CROSS JOIN LATERAL (
        SELECT id, language, tsv FROM knowledge_chunks AS one
        WHERE one.tsv @@ wanted.query AND one.language = wanted.language LIMIT ${BUDGET}
      ) AS chunk
    ), candidate AS (
      SELECT * FROM near
      UNION ALL
      SELECT chunk.* FROM sorted CROSS JOIN LATERAL (
        SELECT id, language, tsv FROM knowledge_chunks AS one
        WHERE one.tsv @@ sorted.rarest::tsquery AND one.language = sorted.language LIMIT ${BUDGET}
      ) AS chunk
      WHERE sorted.rare IS NULL AND NOT EXISTS (SELECT FROM near)
    ), scored AS (
      SELECT candidate.id, sum(share
               * CASE WHEN tsv @@ in_heading THEN 1 WHEN tsv @@ in_keywords THEN 0.9::float8 ELSE 0.7 END
               * CASE WHEN is_inexact AND NOT tsv @@ exactly THEN inexactly ELSE 1 END) AS score
      FROM candidate JOIN word ON word.language = candidate.language AND candidate.tsv @@ word.anywhere
      GROUP BY candidate.id
    )
    SELECT document.id AS "documentId", document.source, document.url, chunk.content,
           CASE WHEN document.kind = 'answer' OR chunk.heading = '' THEN document.title ELSE chunk.heading END AS title,
           least(1, scored.score)::float8 AS score
    FROM scored
    JOIN knowledge_chunks AS chunk ON chunk.id = scored.id
    JOIN knowledge_documents AS document ON document.id = chunk.document_id
    WHERE scored.score >= $3::float8
    ORDER BY scored.score DESC, length(ts_filter(chunk.tsv, '{a}')), chunk.id
    LIMIT $4::int`,
};
