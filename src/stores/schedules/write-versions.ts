import type { PoolClient } from 'pg';
import { bucketOfId } from '../buckets/buckets';
import { createNamedStores } from '../create-stores';

/** The parts of a schedule that are written. */
export type SchedulePart = 'timezones' | 'hours' | 'special_hours' | 'archived';

/** A row for `schedule_row`. */
export interface ScheduleRow {
  readonly date: string;
  readonly row: string | null;
}

/** What a write of a part came to. */
export interface VersionsOutcome {
  /** Rows that were not known. */
  readonly accepted: number;
  /** Versions that were removed because undated rows replace all versions. */
  readonly removed: number;
  readonly hasChanged: boolean;
}

/**
 * Creates the table of the rows to write: `store_id`, the date of their version or special date, and the row, or null to
 * remove what that date has.
 */
export async function createScheduleRows(client: PoolClient): Promise<void> {
  await client.query(`
    CREATE TEMPORARY TABLE schedule_row (
      store_id text COLLATE "C", date text COLLATE "C", row text COLLATE "C"
    ) ON COMMIT DROP`);
}

/** Fills `schedule_row` with the rows of one store. */
export async function addScheduleRows(
  client: PoolClient,
  storeId: string,
  rows: readonly ScheduleRow[],
): Promise<void> {
  await client.query(
    'INSERT INTO schedule_row (store_id, date, row) SELECT $1, date, row FROM unnest($2::text[], $3::text[]) AS given (date, row)',
    [storeId, rows.map(({ date }) => date), rows.map(({ row }) => row)],
  );
}

/**
 * Writes the rows in `schedule_row` to a part of the schedules of their stores (docs/rules.md, R27 and R28): undated rows
 * replace all versions of their store, the others those of the same date. Stores that are missing are created, but for
 * special hours, which name no store. What is replaced stays on record. Needs the locks of the stores' buckets.
 */
export async function writeVersions(
  client: PoolClient,
  importKey: number,
  part: SchedulePart,
): Promise<VersionsOutcome> {
  if (part === 'special_hours') await client.query(REMOVE_IDLE_ROWS);
  else await createNamedStores(client, importKey, 'schedule_row');
  await client.query('ANALYZE schedule_row');
  await client.query(createChanged(part));
  await client.query('ANALYZE changed_schedule');
  const counted = await client.query<VersionsOutcome>(COUNT);
  await client.query(RECORD, [importKey, part]);
  await client.query(`
    INSERT INTO schedule (bucket, store_id, ${part}) SELECT bucket, store_id, after FROM changed_schedule
    ON CONFLICT (store_id, bucket) DO UPDATE SET ${part} = excluded.${part}`);
  const [outcome] = counted.rows;
  if (!outcome) throw new Error('the rows of a schedule were not counted');
  return outcome;
}

/** Beside rows with hours, one that says closed has no effect. */
const REMOVE_IDLE_ROWS = `
  DELETE FROM schedule_row USING (SELECT DISTINCT store_id, date FROM schedule_row WHERE row <> 'closed') open
  WHERE schedule_row.row = 'closed' AND schedule_row.store_id = open.store_id AND schedule_row.date = open.date`;

/** The default time zone from the beginning of time on, a version without a name, is the same as no version. */
function createChanged(part: SchedulePart): string {
  return `
    CREATE TEMPORARY TABLE changed_schedule ON COMMIT DROP AS
    SELECT bucket, store_id, before, after
    FROM (
      SELECT ${bucketOfId('incoming.store_id')} AS bucket, incoming.store_id,
             coalesce(schedule.${part}, '{}') AS before,
             CASE WHEN incoming.versions ->> '' = '' THEN incoming.versions - ''
                  WHEN incoming.versions ? '' THEN incoming.versions
                  ELSE jsonb_strip_nulls(coalesce(schedule.${part}, '{}') || incoming.versions) END AS after
      FROM (
        SELECT store_id, jsonb_object_agg(date, rows) AS versions
        FROM (
          SELECT store_id, date, string_agg(DISTINCT row, ',' ORDER BY row) AS rows FROM schedule_row GROUP BY store_id, date
        ) version
        GROUP BY store_id
      ) incoming
      LEFT JOIN schedule USING (store_id)
    ) compared
    WHERE before <> after`;
}

const COUNT = `
  SELECT (
    SELECT count(*)
    FROM (SELECT DISTINCT store_id, date, row FROM schedule_row) given JOIN changed_schedule USING (store_id)
    WHERE row IS DISTINCT FROM coalesce(before ->> date, CASE date WHEN '' THEN '' END)
      AND NOT coalesce(row = ANY (string_to_array(before ->> date, ',')), false)
  )::integer AS accepted, (
    SELECT count(*)
    FROM changed_schedule CROSS JOIN LATERAL jsonb_object_keys(before) AS key WHERE NOT after ? key
  )::integer AS removed, EXISTS (SELECT FROM changed_schedule) AS "hasChanged"`;

/**
 * A version is in force until the next one, and openings that start on its dates reach into two more; a date begins less
 * than a day before or after that of UTC. Archiving a store may remove it from any report.
 */
const RECORD = `
  INSERT INTO schedule_change (import_key, import_id, store_id, part, subject, before, after, changed_from, changed_to)
  SELECT $1, (SELECT import_id FROM import WHERE import_key = $1), store_id, $2, date, old, new,
         coalesce(${startOf('date')} - interval '1 day', '-infinity'),
         CASE WHEN $2 = 'special_hours' THEN ${startOf('date')} + interval '4 days'
              ELSE coalesce(${startOf('next')} + interval '3 days', 'infinity') END
  FROM (
    SELECT store_id, date, before ->> date AS old, after ->> date AS new,
           lead(date) OVER (PARTITION BY store_id ORDER BY date) AS next
    FROM changed_schedule CROSS JOIN LATERAL jsonb_object_keys(before || after) AS date
  ) version
  WHERE old IS DISTINCT FROM new
  ORDER BY store_id, date`;

/** SQL: the start of a date in UTC; null if it is empty. */
function startOf(date: string): string {
  return `(nullif(${date}, '')::date::timestamp AT TIME ZONE 'UTC')`;
}
