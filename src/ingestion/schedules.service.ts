import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { BusinessHours } from '../calculator/open-intervals';
import { CodedError } from '../common/coded-error';
import { formatLocalTime } from '../common/timestamp';
import type { ImportKind } from './csv/columns';
import { completeImport } from './import-record';
import { replaceHours } from './intake/business-hours-intake';
import { setTimezones } from './intake/timezone-intake';
import { takeTurnToWrite } from '../observations/write/known-stores';
import { WriteLine } from './write-queue';
import type { WriteOutcome } from '../observations/write/write-outcome';

/** Sets the zone and the hours of one store, each time as an import of its own. Saying the same again changes nothing. */
@Injectable()
export class SchedulesService {
  constructor(private readonly line: WriteLine) {}

  /**
   * Sets a store's zone, null being the default; a zone creates a store that is missing. Returns the import's id.
   * @throws CodedError `store_not_found`, `too_busy`
   */
  async setTimezone(storeId: string, timezone: string | null, bytes: number): Promise<string> {
    return this.write('timezones', 1, bytes, async (client) => {
      if (timezone === null) await requireStore(client, storeId);
      const accepted = await setTimezones(client, () =>
        client.query('INSERT INTO given (line, store_id, timezone) VALUES (1, $1, $2)', [storeId, timezone]),
      );
      return { accepted, unchanged: 1 - accepted, changedFrom: accepted > 0 ? -Infinity : undefined };
    });
  }

  /**
   * Replaces all hours of a store; some create a store that is missing, none are counted as one row. Returns the import's id.
   * @throws CodedError `store_not_found`, `too_busy`
   */
  async setHours(storeId: string, hours: readonly BusinessHours[], bytes: number): Promise<string> {
    const rows = Math.max(1, hours.length);
    return this.write('business-hours', rows, bytes, async (client) => {
      if (hours.length === 0) await requireStore(client, storeId);
      const { added, removed } = await replaceHours(client, () =>
        client.query(GIVE_HOURS, [storeId, ...columns(hours)]),
      );
      const accepted = hours.length === 0 ? Math.min(1, removed) : added;
      return { accepted, unchanged: rows - accepted, changedFrom: added + removed > 0 ? -Infinity : undefined };
    });
  }

  private async write(
    kind: ImportKind,
    rowsRead: number,
    bytesRead: number,
    work: (client: PoolClient) => Promise<WriteOutcome>,
  ): Promise<string> {
    this.line.requireRoom();
    return this.line.write(async (client) => {
      await takeTurnToWrite(client);
      const importId = randomUUID();
      const inserted = await client.query<{ import_key: number }>(
        `INSERT INTO import (import_id, kind, source) VALUES ($1, $2, 'json') RETURNING import_key`,
        [importId, kind],
      );
      const outcome = await work(client);
      const counts = { bytesRead, rowsRead, rowsRejected: 0 };
      await completeImport(client, inserted.rows[0]?.import_key ?? 0, counts, outcome);
      return importId;
    });
  }
}

/** A store without hours in the default time zone is told by nothing but its id, which may be misspelt. */
async function requireStore(client: PoolClient, storeId: string): Promise<void> {
  const found = await client.query('SELECT FROM store WHERE store_id = $1', [storeId]);
  if (found.rowCount === 0) throw new CodedError('store_not_found');
}

const GIVE_HOURS = `
  INSERT INTO given (store_id, day_of_week, opens, closes)
  SELECT $1, day_of_week, opens, closes
  FROM (VALUES (true)) store
  LEFT JOIN unnest($2::smallint[], $3::time[], $4::time[]) AS hours (day_of_week, opens, closes) ON true`;

function columns(hours: readonly BusinessHours[]) {
  return [
    hours.map(({ dayOfWeek }) => dayOfWeek),
    hours.map(({ opens }) => formatLocalTime(opens)),
    hours.map(({ closes }) => formatLocalTime(closes)),
  ];
}
