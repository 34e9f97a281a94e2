import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Records where imports changed the status of stores, so that reports whose figures cannot have changed are not superseded. */
export class StatusChanges implements MigrationInterface {
  readonly name = 'status-changes-0000000000028';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE status_change (
        import_key     integer NOT NULL,
        store_id       text COLLATE "C" NOT NULL,
        changed_from   timestamptz NOT NULL,
        changed_to     timestamptz NOT NULL,
        was_unobserved boolean NOT NULL,
        CONSTRAINT status_change_pkey PRIMARY KEY (import_key, store_id),
        CONSTRAINT status_change_check CHECK (changed_from < changed_to)
      );
      COMMENT ON TABLE status_change IS 'The time within which an import changed the status of a store';
      COMMENT ON COLUMN status_change.changed_to IS 'infinity: up to the next observation, whenever it comes';
      COMMENT ON COLUMN status_change.was_unobserved IS 'Whether the store had no observation before some of that time';
      ALTER TABLE import ADD statuses_recorded boolean NOT NULL DEFAULT false;
      COMMENT ON COLUMN import.statuses_recorded IS
        'Whether status_change tells where it changed statuses; false: not complete, or completed by a release before that table'
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE import DROP statuses_recorded; DROP TABLE status_change');
  }
}
