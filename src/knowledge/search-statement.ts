import type { Statement } from '../database/statement.js';

/** Most chunks that are looked at for the rare words of a question, and again for its common ones. */
const BUDGET = 500;

/** All that there can be. Tells the planner, which takes a table of a few rows for one of a thousand. */
const MAX_LANGUAGES = 25;

/** A word as text of a tsquery. */
const QUOTED = `'''' || replace(replace(word, '\\', '\\\\'), '''', '''''') || ''''`;

/** The words of the question in order, the first 32. */
const OWN_WORDS = `
        SELECT lexeme AS word, row_number() OVER (ORDER BY positions[1]) AS place, false AS is_topic
        FROM unnest(to_tsvector(configuration, $1::text)) ORDER BY place LIMIT 32`;

/** And after them the first 16 of the topic $5 that are not among them. */
const OWN_WORDS_AND_TOPIC = `
        (${OWN_WORDS}
        ) UNION ALL (
        SELECT lexeme, 32 + row_number() OVER (ORDER BY positions[1]) AS place, true
        FROM unnest(to_tsvector(configuration, $5::text))
        WHERE lexeme <> ALL (tsvector_to_array(to_tsvector(configuration, $1::text))) ORDER BY place LIMIT 16)`;

/** Of one language: what a word weighs is its part of the whole. */
const SHARE = 'weight / sum(weight) OVER (PARTITION BY language)';

/** The words of the topic weigh $6 together where the question's own weigh 1. */
const SHARE_BESIDE_TOPIC = `
             weight / sum(weight) OVER (PARTITION BY language, is_topic) * CASE WHEN is_topic THEN $6::float8 ELSE 1 END
             / (max(CASE WHEN is_topic THEN 0 ELSE 1 END) OVER (PARTITION BY language)
                + max(CASE WHEN is_topic THEN $6::float8 ELSE 0 END) OVER (PARTITION BY language))`;

/** How well a chunk has a word, 0 to 1. */
const FIT = `CASE WHEN tsv @@ in_heading THEN 1 WHEN tsv @@ in_keywords THEN 0.9::float8 WHEN is_curated THEN 0.5 ELSE 0.7 END
               * CASE WHEN is_inexact AND NOT tsv @@ exactly THEN inexactly ELSE 1 END`;

/** However well a chunk fits the topic, the question's own words have to be found to $7, 0 to 1. */
const ENOUGH_OF_ITS_OWN = `
      HAVING sum(CASE WHEN is_topic THEN 0 ELSE share * ${FIT} END) * (1 + $6::float8) >= $7::float8`;

/** In the places of %WORDS% and %SHARE% stand the words that are searched for and what one of them weighs, 0 to 1; in that of %HAVING% what else is asked of a chunk. */
const SEARCH = `
    WITH base AS MATERIALIZED (
      SELECT language, knowledge_configuration(language) AS configuration, sum(chunk_count) OVER () AS total
      FROM knowledge_languages ORDER BY chunk_count DESC LIMIT ${MAX_LANGUAGES}
    ), asked AS (
      SELECT base.language, total, word, place, is_topic,
             NOT is_topic AND length(word) >= 3 AND word = ANY (tsvector_to_array(to_tsvector(configuration, $2::text))) AS is_open
      FROM base CROSS JOIN LATERAL (%WORDS%
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
      SELECT language, total, place, is_topic, ${QUOTED} AS quoted, near.words IS NOT NULL AS is_near,
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
      SELECT language, place, is_topic, chunks, quoted::tsquery AS exactly, is_near OR star <> '' AS is_inexact,
             CASE WHEN is_near THEN 0.6::float8 ELSE 0.9 END AS inexactly,
             array_to_string(forms, star || ' | ') || star AS anywhere,
             array_to_string(forms, mark || 'A | ') || mark || 'A' AS in_heading,
             array_to_string(forms, mark || 'B | ') || mark || 'B' AS in_keywords,
             ln(1 + total::float8 / greatest(1, chunks)) AS weight
      FROM spelt
    ), word AS MATERIALIZED (
      SELECT language, place, is_topic, chunks, anywhere AS text, exactly, is_inexact, inexactly, anywhere::tsquery,
             in_heading::tsquery, in_keywords::tsquery,
             %SHARE% AS share,
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
        SELECT id, language, tsv, keywords <> '' AS is_curated FROM knowledge_chunks AS one
        WHERE one.tsv @@ wanted.query AND one.language = wanted.language LIMIT ${BUDGET}
      ) AS chunk
    ), candidate AS (
      SELECT * FROM near
      UNION ALL
      SELECT chunk.* FROM sorted CROSS JOIN LATERAL (
        SELECT id, language, tsv, keywords <> '' AS is_curated FROM knowledge_chunks AS one
        WHERE one.tsv @@ sorted.rarest::tsquery AND one.language = sorted.language LIMIT ${BUDGET}
      ) AS chunk
      WHERE sorted.rare IS NULL AND NOT EXISTS (SELECT FROM near)
    ), scored AS (
      SELECT candidate.id, sum(share * ${FIT}) AS score
      FROM candidate JOIN word ON word.language = candidate.language AND candidate.tsv @@ word.anywhere
      GROUP BY candidate.id%HAVING%
    )
    SELECT document.id AS "documentId", document.source, document.url, chunk.content,
           CASE WHEN document.kind = 'answer' OR chunk.heading = '' THEN document.title ELSE chunk.heading END AS title,
           least(1, scored.score)::float8 AS score
    FROM scored
    JOIN knowledge_chunks AS chunk ON chunk.id = scored.id
    JOIN knowledge_documents AS document ON document.id = chunk.document_id
    WHERE scored.score >= $3::float8
    ORDER BY scored.score DESC, length(ts_filter(chunk.tsv, '{a}')), chunk.id
    LIMIT $4::int`;

/**
 * The chunks that share words with a question: $1 its text, $2 its last word where that may go on, else empty, $3 the
 * least score, $4 how many. Each chunk is compared in its own language.
 *
 * Each word weighs the more the fewer chunks have it, unknown words most. It counts in full in a heading (A),
 * 0.9 among keywords (B) and 0.7 in the text (C), 0.5 in the text of a chunk whose keywords say already what it is about, so the
 * score is 1 when the heading holds every word;
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
  text: statement({ words: OWN_WORDS, share: SHARE, having: '' }),
};

/**
 * The same of a question that leans on a topic: $5 its words, $6 what they weigh together, the question's being 1, $7 the least
 * score of the question's own words by themselves.
 */
export const searchChunksOfTopic: Statement = {
  name: 'search_chunks_of_topic',
  text: statement({ words: OWN_WORDS_AND_TOPIC, share: SHARE_BESIDE_TOPIC, having: ENOUGH_OF_ITS_OWN }),
};

function statement({ words, share, having }: { words: string; share: string; having: string }): string {
  return SEARCH.replace('%WORDS%', () => words)
    .replace('%SHARE%', () => share)
    .replace('%HAVING%', () => having);
}
