import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Stores, known inside by an integer and outside by their text id; their zones and business hours. */
export class Stores implements MigrationInterface {
  readonly name = 'stores-0000000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE store (
        store_key        integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        store_id         text COLLATE "C" NOT NULL UNIQUE
                         CHECK (store_id ~ '^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$'),
        timezone         text CHECK (length(timezone) BETWEEN 1 AND 64),
        last_observed_at timestamptz CHECK (isfinite(last_observed_at))
      )
    `);
    await runner.query(`
      COMMENT ON COLUMN store.timezone IS 'An IANA name; null: the default time zone of whoever asks';
      COMMENT ON COLUMN store.last_observed_at IS 'The latest observation of this store; null: none yet'
    `);
    await runner.query(`
      CREATE TABLE business_hours (
        store_key   integer  NOT NULL REFERENCES store,
        day_of_week smallint NOT NULL CHECK (day_of_week BETWEEN 0 AND 6),
        opens       time     NOT NULL,
        closes      time     NOT NULL,
        PRIMARY KEY (store_key, day_of_week, opens, closes)
      )
    `);
    await runner.query(`COMMENT ON COLUMN business_hours.day_of_week IS '0 = Monday … 6 = Sunday'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE business_hours, store');
  }
}
