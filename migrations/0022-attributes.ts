import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Names of stores, and their attributes (docs/adr/0020). */
export class Attributes implements MigrationInterface {
  readonly name = 'attributes-0000000000022';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE EXTENSION IF NOT EXISTS pg_trgm;
      CREATE TABLE attribute (
        attribute_key text COLLATE "C" CONSTRAINT attribute_pkey PRIMARY KEY,
        name          text NOT NULL
      );
      COMMENT ON COLUMN attribute.attribute_key IS 'Its name in lower case';
      COMMENT ON COLUMN attribute.name IS 'As it was first written';
      CREATE TABLE store_attributes (
        store_id    text COLLATE "C" NOT NULL
                      CONSTRAINT store_attributes_store_id_check CHECK (length(store_id) BETWEEN 1 AND 128),
        bucket      smallint NOT NULL,
        attributes  jsonb NOT NULL,
        folded_name text COLLATE "C" NOT NULL,
        CONSTRAINT store_attributes_pkey PRIMARY KEY (store_id, bucket)
      );
      CREATE INDEX store_attributes_of_value ON store_attributes USING gin (attributes jsonb_path_ops);
      -- The extension may have been there already, in a schema that is not searched.
      DO $$ BEGIN
        EXECUTE format('CREATE INDEX store_attributes_by_name ON store_attributes USING gin (folded_name %s.gin_trgm_ops)',
                       (SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'pg_trgm'));
      END $$;
      COMMENT ON COLUMN store_attributes.bucket IS 'Hash of store_id, from 0 to 63';
      COMMENT ON COLUMN store_attributes.attributes IS
        'Values by attribute_key; the name of the store is under "name"';
      COMMENT ON COLUMN store_attributes.folded_name IS
        'The name without regard to case and accents; empty: it has none';
      ALTER TABLE import DROP CONSTRAINT import_kind_check, ADD CONSTRAINT import_kind_check
        CHECK (kind IN (${texts([...KINDS, 'stores'])}));
      ALTER TABLE import_reject DROP CONSTRAINT import_reject_reason_check, ADD CONSTRAINT import_reject_reason_check
        CHECK (reason IN (${texts([...REASONS, ...NEW_REASONS])}))
    `);
  }

  /** The extension stays: others may have come to use it. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM import_reject WHERE import_key IN (SELECT import_key FROM import WHERE kind = 'stores');
      DELETE FROM import WHERE kind = 'stores';
      ALTER TABLE import DROP CONSTRAINT import_kind_check, ADD CONSTRAINT import_kind_check
        CHECK (kind IN (${texts(KINDS)}));
      ALTER TABLE import_reject DROP CONSTRAINT import_reject_reason_check, ADD CONSTRAINT import_reject_reason_check
        CHECK (reason IN (${texts(REASONS)}));
      DROP TABLE store_attributes;
      DROP TABLE attribute
    `);
  }
}

const KINDS = ['store-status', 'business-hours', 'timezones', 'special-hours', 'closures'];

const REASONS = [
  'column_count',
  'missing_field',
  'invalid_store_id',
  'invalid_status',
  'invalid_timestamp',
  'timestamp_in_future',
  'invalid_day',
  'invalid_time',
  'unknown_timezone',
  'invalid_encoding',
  'not_an_object',
  'before_retention',
  'store_incomplete',
  'invalid_date',
  'invalid_closure',
  'invalid_reason',
];
const NEW_REASONS = ['invalid_attribute', 'too_many_attributes'];

/** SQL: a list of texts. */
function texts(given: readonly string[]): string {
  return given.map((text) => `'${text}'`).join(', ');
}
