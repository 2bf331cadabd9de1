import type { Statement } from '../database/statement.js';

/** Content hashes of documents by their sources $1 and items $2; served by knowledge_documents_source. */
export const findHashes: Statement = {
  name: 'find_knowledge_hashes',
  text: `
    SELECT document.content_hash AS hash
    FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked (source, item, place)
    LEFT JOIN knowledge_documents AS document ON document.source = asked.source AND document.item = asked.item
    ORDER BY asked.place`,
};

/** The next $3 items of the source $1 after $2, null for the first, in order; by knowledge_documents_source. */
export const findItems: Statement = {
  name: 'find_knowledge_items',
  text: `
    SELECT id, item FROM knowledge_documents
    WHERE source = $1::text AND ($2::text IS NULL OR item > $2::text) ORDER BY item LIMIT $3::int`,
};

const DOCUMENT = `
  document.id, document.source, document.title, document.url, document.created_at AS "createdAt",
  document.updated_at AS "updatedAt",
  (SELECT count(*)::int FROM knowledge_chunks AS chunk WHERE chunk.document_id = document.id) AS "chunkCount"`;

/** $1 how many, $2 how many to pass over; by source and item, by knowledge_documents_source. */
export const findDocuments: Statement = {
  name: 'find_knowledge_documents',
  text: `
    SELECT ${DOCUMENT} FROM knowledge_documents AS document
    ORDER BY document.source, document.item LIMIT $1::int OFFSET $2::bigint`,
};

/** The document that is the whole of the source $1. */
export const findDocument: Statement = {
  name: 'find_knowledge_document',
  text: `
    SELECT ${DOCUMENT} FROM knowledge_documents AS document
    WHERE document.source = $1::text AND document.item = ''`,
};

export const countDocuments: Statement = {
  name: 'count_knowledge_documents',
  text: 'SELECT count(*)::int AS count FROM knowledge_documents',
};

/** Every source with its size, by name. Reads everything. */
export const findSources: Statement = {
  name: 'find_knowledge_sources',
  text: `
    SELECT source, count(*)::int AS documents, sum(chunks)::int AS chunks, max(updated_at) AS "updatedAt"
    FROM knowledge_documents AS document
    LEFT JOIN (SELECT document_id, count(*) AS chunks FROM knowledge_chunks GROUP BY document_id) AS size
      ON size.document_id = document.id
    GROUP BY source ORDER BY source`,
};

/**
 * Puts documents in the place of older ones of their source and item: $1–$7 ids, sources, items, kinds, titles, urls and
 * hashes. A row for each that was not there already. In the order of the items, so that two writers never wait for each
 * other; the unique constraint makes the later one wait until the first has committed.
 */
export const SAVE_DOCUMENTS = `
  INSERT INTO knowledge_documents (id, source, item, kind, title, url, content_hash)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
                AS document (id, source, item, kind, title, url, content_hash)
  ORDER BY document.source, document.item COLLATE "C"
  ON CONFLICT ON CONSTRAINT knowledge_documents_source DO UPDATE
    SET kind = excluded.kind, title = excluded.title, url = excluded.url, content_hash = excluded.content_hash,
        updated_at = now()
    WHERE knowledge_documents.content_hash <> excluded.content_hash
  RETURNING id, source, item`;

/** Of the documents $1; by knowledge_chunks_in_order. */
export const DELETE_CHUNKS = 'DELETE FROM knowledge_chunks WHERE document_id = ANY ($1::uuid[])';

/** $1–$7 ids, documents, positions, languages, headings, keywords and contents of chunks. */
export const INSERT_CHUNKS = `
  INSERT INTO knowledge_chunks (id, document_id, position, language, heading, keywords, content)
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[])`;

/** Writers take a document before its chunks; see the trigger that counts their words. */
export const LOCK_DOCUMENTS =
  'SELECT id FROM knowledge_documents WHERE id = ANY ($1::uuid[]) ORDER BY source, item FOR UPDATE';

/** Chunks go first, all at once: a cascade counts the words of each document by itself. */
export const DELETE_DOCUMENTS = 'DELETE FROM knowledge_documents WHERE id = ANY ($1::uuid[])';
