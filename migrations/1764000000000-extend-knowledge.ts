import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Text search configurations that every PostgreSQL from 15 on brings along. */
const CONFIGURATIONS = (
  'arabic armenian basque catalan danish dutch english finnish french german greek hindi hungarian indonesian irish ' +
  'italian lithuanian nepali norwegian portuguese romanian russian serbian simple spanish swedish tamil turkish yiddish'
).split(' ');

/** Several sources of many documents, words in the chunk's own language, and a count of the chunks that have a word. */
export class ExtendKnowledge1764000000000 implements MigrationInterface {
  readonly name = 'ExtendKnowledge1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    await extendDocuments(runner);
    await parseByLanguage(runner);
    await countWords(runner);
    await tolerateTypos(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER knowledge_chunks_gone ON knowledge_chunks');
    await runner.query('DROP TRIGGER knowledge_chunks_added ON knowledge_chunks');
    await runner.query('DROP FUNCTION knowledge_near_words');
    await runner.query('DROP FUNCTION knowledge_count_words');
    await runner.query('DROP TABLE knowledge_words');
    await runner.query('DROP TABLE knowledge_languages');
    await dropOwnTrigrams(runner);
    await runner.query('ALTER TABLE knowledge_chunks DROP COLUMN tsv');
    await runner.query(`
      ALTER TABLE knowledge_chunks DROP COLUMN language, ADD COLUMN tsv tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('english', heading), 'A') ||
        setweight(to_tsvector('english', keywords), 'B') ||
        setweight(to_tsvector('english', content), 'C')
      ) STORED`);
    await runner.query('DROP FUNCTION knowledge_configuration');
    await runner.query('CREATE INDEX knowledge_chunks_tsv ON knowledge_chunks USING gin (tsv)');
    await runner.query(`DELETE FROM knowledge_documents WHERE item <> ''`);
    await runner.query(`
      ALTER TABLE knowledge_documents DROP COLUMN item, DROP COLUMN kind,
        ADD CONSTRAINT knowledge_documents_source UNIQUE (source)`);
  }
}

/** The constraint keeps its name, by which the release before finds it. */
async function extendDocuments(runner: QueryRunner): Promise<void> {
  await runner.query(`
    ALTER TABLE knowledge_documents
      DROP CONSTRAINT knowledge_documents_source,
      ADD COLUMN item text COLLATE "C" NOT NULL DEFAULT '',
      ADD COLUMN kind text NOT NULL DEFAULT 'document'
        CONSTRAINT knowledge_documents_kind CHECK (kind IN ('document', 'answer')),
      ADD CONSTRAINT knowledge_documents_source UNIQUE (source, item)`);
}

/**
 * The configuration stands as text, since pg_upgrade refuses columns of regconfig. Without a pending list of the index,
 * which every search would have to read through.
 */
async function parseByLanguage(runner: QueryRunner): Promise<void> {
  const cases = CONFIGURATIONS.map((name) => `WHEN '${name}' THEN 'pg_catalog.${name}'::regconfig`);
  await runner.query(`
    CREATE FUNCTION knowledge_configuration(language text) RETURNS regconfig LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE language ${cases.join(' ')} END`);
  await runner.query('ALTER TABLE knowledge_chunks DROP COLUMN tsv');
  await runner.query(`
    ALTER TABLE knowledge_chunks ADD COLUMN language text NOT NULL DEFAULT 'english'
      CONSTRAINT knowledge_chunks_language CHECK (knowledge_configuration(language) IS NOT NULL),
    ADD COLUMN tsv tsvector NOT NULL GENERATED ALWAYS AS (
      setweight(to_tsvector(knowledge_configuration(language), heading), 'A') ||
      setweight(to_tsvector(knowledge_configuration(language), keywords), 'B') ||
      setweight(to_tsvector(knowledge_configuration(language), content), 'C')
    ) STORED`);
  await runner.query(
    'CREATE INDEX knowledge_chunks_tsv ON knowledge_chunks USING gin (tsv) WITH (fastupdate = off)',
  );
}

/**
 * One lock makes writers take turns: words that two of them count in another order would be a deadlock. They lock their
 * documents first, and this after.
 */
async function countWords(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE knowledge_languages (
      language text CONSTRAINT knowledge_languages_pkey PRIMARY KEY,
      chunk_count integer NOT NULL CONSTRAINT knowledge_languages_count CHECK (chunk_count > 0)
    )`);
  await runner.query(`
    CREATE TABLE knowledge_words (
      language text NOT NULL,
      word text COLLATE "C" NOT NULL,
      chunk_count integer NOT NULL CONSTRAINT knowledge_words_count CHECK (chunk_count > 0),
      CONSTRAINT knowledge_words_pkey PRIMARY KEY (language, word)
    ) WITH (fillfactor = 70)`);
  await runner.query(COUNT_WORDS);
  await runner.query(
    'INSERT INTO knowledge_languages SELECT language, count(*) FROM knowledge_chunks GROUP BY language',
  );
  await runner.query(`
    INSERT INTO knowledge_words SELECT chunk.language, word.lexeme, count(*)
    FROM knowledge_chunks AS chunk, unnest(chunk.tsv) AS word GROUP BY 1, 2`);
  await runner.query(`
    CREATE TRIGGER knowledge_chunks_added AFTER INSERT ON knowledge_chunks REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION knowledge_count_words()`);
  await runner.query(`
    CREATE TRIGGER knowledge_chunks_gone AFTER DELETE ON knowledge_chunks REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION knowledge_count_words()`);
}

const COUNT_WORDS = `
  CREATE FUNCTION knowledge_count_words() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    direction integer := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
  BEGIN
    IF NOT EXISTS (SELECT FROM changed) THEN RETURN NULL; END IF;
    PERFORM pg_advisory_xact_lock(7215393);
    MERGE INTO knowledge_languages AS known
    USING (SELECT language, direction * count(*) AS chunks FROM changed GROUP BY language) AS change
    ON known.language = change.language
    WHEN MATCHED AND known.chunk_count + change.chunks <= 0 THEN DELETE
    WHEN MATCHED THEN UPDATE SET chunk_count = known.chunk_count + change.chunks
    WHEN NOT MATCHED AND change.chunks > 0 THEN INSERT VALUES (change.language, change.chunks);
    MERGE INTO knowledge_words AS known
    USING (
      SELECT changed.language, word.lexeme, direction * count(*) AS chunks
      FROM changed, unnest(changed.tsv) AS word GROUP BY changed.language, word.lexeme
    ) AS change
    ON known.language = change.language AND known.word = change.lexeme
    WHEN MATCHED AND known.chunk_count + change.chunks <= 0 THEN DELETE
    WHEN MATCHED THEN UPDATE SET chunk_count = known.chunk_count + change.chunks
    WHEN NOT MATCHED AND change.chunks > 0 THEN INSERT VALUES (change.language, change.lexeme, change.chunks);
    RETURN NULL;
  END $$`;

/** Where pg_trgm can't be had, knowledge_near_words finds nothing, and everything else is the same. */
async function tolerateTypos(runner: QueryRunner): Promise<void> {
  await runner.query(`
    DO $$ BEGIN
      IF EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm' AND installed_version IS NULL) THEN
        CREATE EXTENSION pg_trgm;
        COMMENT ON EXTENSION pg_trgm IS 'made by Parley';
      END IF;
    EXCEPTION WHEN OTHERS THEN
      RAISE NOTICE 'no tolerance of typos without pg_trgm: %', SQLERRM; -- Clouds refuse what they list, each in its way.
    END $$`);
  await runner.query(`
    DO $$ BEGIN
      IF to_regprocedure('similarity(text, text)') IS NOT NULL THEN
        CREATE INDEX knowledge_words_near ON knowledge_words USING gin (word gin_trgm_ops) WITH (fastupdate = off);
      END IF;
    END $$`);
  await runner.query(NEAR_WORDS);
}

/**
 * Words of one language that another of at least five letters may be misspelt for, the nearest three: they differ in one place
 * by one letter, or two that have changed places; by up to two letters from nine on. Nothing for NULL.
 */
const NEAR_WORDS = `
  CREATE FUNCTION knowledge_near_words(asked_language text, asked text)
  RETURNS TABLE (near_word text, near_count integer) LANGUAGE plpgsql STABLE STRICT ROWS 3 AS $$
  BEGIN
    IF to_regprocedure('similarity(text, text)') IS NULL OR length(asked) < 5 THEN RETURN; END IF;
    PERFORM set_config('pg_trgm.similarity_threshold', '0.25', true);
    RETURN QUERY
      SELECT known.word, known.chunk_count
      FROM knowledge_words AS known
      CROSS JOIN LATERAL (SELECT least(length(known.word), length(asked)) AS least_length,
                                 greatest(length(known.word), length(asked)) AS most_length) AS size
      CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE left(known.word, i) = left(asked, i))::integer AS front,
                                 count(*) FILTER (WHERE right(known.word, i) = right(asked, i))::integer AS back
                          FROM generate_series(1, least_length) AS i) AS same
      CROSS JOIN LATERAL (SELECT most_length - front - least(back, least_length - front) AS middle) AS other
      WHERE known.word % asked AND known.language = asked_language AND most_length - least_length <= 2
        AND (middle <= CASE WHEN length(asked) >= 9 THEN 2 ELSE 1 END
             OR middle = 2 AND substr(known.word, front + 1, 2) = reverse(substr(asked, front + 1, 2)))
      ORDER BY middle, similarity(known.word, asked) DESC, known.chunk_count DESC, known.word
      LIMIT 3;
  END $$`;

async function dropOwnTrigrams(runner: QueryRunner): Promise<void> {
  await runner.query(`
    DO $$ BEGIN
      IF EXISTS (SELECT FROM pg_extension
                 WHERE extname = 'pg_trgm' AND obj_description(oid, 'pg_extension') = 'made by Parley') THEN
        DROP EXTENSION pg_trgm;
      END IF;
    EXCEPTION WHEN dependent_objects_still_exist THEN
      RAISE NOTICE 'pg_trgm stays: others use it';
    END $$`);
}
