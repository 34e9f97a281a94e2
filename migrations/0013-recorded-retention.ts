import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Records the retention by which observations are dropped: only somebody who changes it may have many weeks dropped at once. */
export class RecordedRetention implements MigrationInterface {
  readonly name = 'recorded-retention-0000000000013';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE observation_retention ADD retention_ms bigint, ADD retention_set_at timestamptz');
    await runner.query(`
      COMMENT ON COLUMN observation_retention.retention_ms IS
        'OBSERVATION_RETENTION in milliseconds, as it was when old observations were last looked for; null: never'
    `);
    await runner.query(`
      COMMENT ON COLUMN observation_retention.retention_set_at IS 'When retention_ms was recorded or last changed'
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE observation_retention DROP retention_ms, DROP retention_set_at');
  }
}
