import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What stores are found by, and reports of the stores with some attributes (docs/adr/0021). */
export class Finding implements MigrationInterface {
  readonly name = 'finding-0000000000024';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE store_search (
        store_id text COLLATE "C" NOT NULL
                   CONSTRAINT store_search_store_id_check CHECK (length(store_id) BETWEEN 1 AND 128),
        bucket   smallint NOT NULL,
        searched text COLLATE "C" NOT NULL,
        CONSTRAINT store_search_pkey PRIMARY KEY (store_id, bucket)
      );
      COMMENT ON COLUMN store_search.bucket IS 'Hash of store_id, from 0 to 63';
      COMMENT ON COLUMN store_search.searched IS
        'store_id and, on a second line, the name of the store, both without regard to case and accents';
      INSERT INTO store_search (store_id, bucket, searched)
      SELECT store.store_id, store.bucket,
             lower(store.store_id) || E'\\n' || btrim(regexp_replace(coalesce(folded_name, ''), '\\s+', ' ', 'g'))
      FROM store LEFT JOIN store_attributes
        ON store_attributes.store_id = store.store_id AND store_attributes.bucket = store.bucket;
      -- The extension may have been there already, in a schema that is not searched. Ids have so many trigrams that it is better to sort
      -- in those of a whole file of new stores at once.
      DO $$ BEGIN
        EXECUTE format('CREATE INDEX store_search_by_text ON store_search USING gin (searched %s.gin_trgm_ops)
                        WITH (gin_pending_list_limit = 16384)',
                       (SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'pg_trgm'));
      END $$;
    `);
    // Citus takes it only as a statement that is sent by itself.
    await runner.query('ALTER TABLE store_attributes DROP folded_name');
    await runner.query(`
      ALTER TABLE report ADD attributes jsonb CONSTRAINT report_attributes_check CHECK (attributes <> '{}');
      COMMENT ON COLUMN report.attributes IS
        'Attributes that the report is limited to, each with its values, of which an empty one stands for stores without the attribute; null: all stores';
      DROP INDEX report_default;
      CREATE INDEX report_default ON report (as_of, report_no)
        WHERE status = 'Complete' AND store_ids IS NULL AND attributes IS NULL
          AND windows @> '{last_hour,last_day,last_week}'
    `);
  }

  /** Reports of the stores with some attributes would become reports of all stores. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM report WHERE attributes IS NOT NULL;
      DROP INDEX report_default;
      ALTER TABLE report DROP attributes;
      CREATE INDEX report_default ON report (as_of, report_no)
        WHERE status = 'Complete' AND store_ids IS NULL AND windows @> '{last_hour,last_day,last_week}';
      ALTER TABLE store_attributes ADD folded_name text COLLATE "C" NOT NULL DEFAULT '';
      COMMENT ON COLUMN store_attributes.folded_name IS
        'The name without regard to case and accents; empty: it has none';
      UPDATE store_attributes SET folded_name = split_part(searched, E'\\n', 2) FROM store_search
      WHERE store_search.store_id = store_attributes.store_id AND store_search.bucket = store_attributes.bucket
    `);
    // As above.
    await runner.query('ALTER TABLE store_attributes ALTER folded_name DROP DEFAULT');
    await runner.query(`
      DO $$ BEGIN
        EXECUTE format('CREATE INDEX store_attributes_by_name ON store_attributes USING gin (folded_name %s.gin_trgm_ops)',
                       (SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'pg_trgm'));
      END $$;
      DROP TABLE store_search
    `);
  }
}
