import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tells schedules apart by a digest, so that readers of many stores need the text of each distinct schedule only once. */
export class ScheduleDigests implements MigrationInterface {
  readonly name = 'schedule-digests-0000000000029';

  async up(runner: QueryRunner): Promise<void> {
    // Citus takes it only as a statement that is sent by itself. A conversion of text to bytes by its encoding would not be immutable.
    await runner.query(`
      ALTER TABLE schedule ADD digest bytea GENERATED ALWAYS AS (
        sha256(decode(replace(
          '[' || timezones::text || ',' || hours::text || ',' || special_hours::text || ',' || archived::text || ']',
          '\\', '\\\\'), 'escape'))
      ) STORED NOT NULL
    `);
    await runner.query(
      `COMMENT ON COLUMN schedule.digest IS 'SHA-256 of the other columns but the key: the same for the same schedule'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE schedule DROP digest');
  }
}
