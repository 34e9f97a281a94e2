import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An import may carry a note, and rows may be rejected because another row of their store was. */
export class ImportNotes implements MigrationInterface {
  readonly name = 'import-notes-0000000000012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE import ADD note text');
    await runner.query(`
      COMMENT ON COLUMN import.note IS 'What the counts of a complete import do not show, in sentences; null: nothing to say'
    `);
    // Until now the note of an empty file was made up whenever it was shown.
    await runner.query(`
      UPDATE import SET note = 'The file is empty: nothing was imported.' WHERE status = 'Complete' AND rows_read = 0
    `);
    await allowReasons(runner, [...REASONS, 'store_incomplete']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM import_reject WHERE reason = 'store_incomplete'`);
    await allowReasons(runner, REASONS);
    await runner.query('ALTER TABLE import DROP note');
  }
}

/** The reasons so far. */
const REASONS = [
  ...['column_count', 'missing_field', 'invalid_store_id', 'invalid_status', 'invalid_timestamp'],
  ...['timestamp_in_future', 'invalid_day', 'invalid_time', 'unknown_timezone', 'invalid_encoding'],
  ...['not_an_object', 'before_retention'],
];

async function allowReasons(runner: QueryRunner, reasons: readonly string[]): Promise<void> {
  const list = reasons.map((reason) => `'${reason}'`).join(', ');
  await runner.query(`
    ALTER TABLE import_reject
      DROP CONSTRAINT import_reject_reason_check,
      ADD CONSTRAINT import_reject_reason_check CHECK (reason IN (${list}))
  `);
}
