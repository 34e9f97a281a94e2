import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Targets of the fleet, of attributes and of stores (docs/adr/0024), and what the files of imports are called. */
export class Targets implements MigrationInterface {
  readonly name = 'targets-0000000000025';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE target (
        scope         text COLLATE "C" NOT NULL
                        CONSTRAINT target_scope_check CHECK (scope IN ('fleet', 'attribute', 'store')),
        attribute_key text COLLATE "C" NOT NULL,
        subject       text COLLATE "C" NOT NULL,
        percent       text NOT NULL
                        CONSTRAINT target_percent_check CHECK (percent ~ '^(100|[1-9]?[0-9](\\.[0-9]{0,5}[1-9])?)$' AND percent <> '0'),
        set_at        timestamptz NOT NULL DEFAULT now(),
        set_by        text NOT NULL,
        CONSTRAINT target_pkey PRIMARY KEY (scope, attribute_key, subject)
      );
      COMMENT ON COLUMN target.attribute_key IS 'The attribute.attribute_key; empty unless the scope is attribute';
      COMMENT ON COLUMN target.subject IS 'The value of the attribute, or the id of the store; empty for the fleet';
      COMMENT ON COLUMN target.percent IS 'Exactly, as the shortest text';
      COMMENT ON COLUMN target.set_by IS 'As in audit.actor';
      ALTER TABLE import ADD file_name text
        CONSTRAINT import_file_name_check CHECK (length(file_name) BETWEEN 1 AND 200);
      COMMENT ON COLUMN import.file_name IS 'What its file is called where it came from; null: it did not say'
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE target; ALTER TABLE import DROP file_name');
  }
}
