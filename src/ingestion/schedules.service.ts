import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { CodedError } from '../common/coded-error';
import type { LocalDate, OpeningHours, WeeklyHours } from '../calculator/schedule/schedule';
import { Closures, type DeclaredClosure } from '../stores/schedules/closures';
import { dateText, specialRows, weeklyRows } from '../stores/schedules/schedule-text';
import {
  addClosureRow,
  createClosureRows,
  declareClosures,
  type NewClosure,
  revokeClosure,
} from '../stores/schedules/write-closures';
import {
  addScheduleRows,
  createScheduleRows,
  type SchedulePart,
  type ScheduleRow,
  writeVersions,
} from '../stores/schedules/write-versions';
import { removeEmptyStore } from '../stores/remove-store';
import { StoresService } from '../stores/stores.service';
import type { ImportOutcome } from './intake/intake';
import { versionsOutcome } from './intake/versions-outcome';
import { oneRow, type Sent, StoreWrites } from './store-writes';

/**
 * Sets the schedule of one store, and declares and revokes closures, each time as an import of its own. Doing it again changes
 * nothing.
 */
@Injectable()
export class SchedulesService {
  constructor(
    private readonly writes: StoreWrites,
    private readonly stores: StoresService,
    private readonly closures: Closures,
  ) {}

  /**
   * Sets a store's time zone from a date on, null being the default; a zone creates a store that is missing, null does not,
   * since the id may be misspelt. Returns the import's id.
   * @param from `-Infinity`: from the beginning of time, in place of all versions
   * @throws CodedError `store_not_found`, `too_busy`
   */
  async setTimezone(storeId: string, timezone: string | null, from: LocalDate, sent: Sent): Promise<string> {
    return this.writes.write('timezones', storeId, 1, sent, async (client, importKey) => {
      if (timezone === null) await this.stores.find(storeId, client);
      return writeRows(client, importKey, 'timezones', storeId, [{ date: dateText(from), row: timezone ?? '' }]);
    });
  }

  /**
   * Sets the hours of a store from a date on. Rows create a store that is missing; being always open or closed, which counts
   * as one row, does not. Returns the import's id.
   * @param from `-Infinity`: from the beginning of time, in place of all versions
   * @throws CodedError `store_not_found`, `too_busy`
   */
  async setHours(storeId: string, hours: WeeklyHours, from: LocalDate, sent: Sent): Promise<string> {
    const rows = weeklyRows(hours).map((row) => ({ date: dateText(from), row }));
    return this.writes.write('business-hours', storeId, rows.length, sent, async (client, importKey) => {
      if (hours === 'always_open' || hours.length === 0) await this.stores.find(storeId, client);
      return writeRows(client, importKey, 'hours', storeId, rows);
    });
  }

  /**
   * Sets the hours of a store on a special date; undefined: the date is special no longer. Returns the import's id.
   * @throws CodedError `too_busy`
   */
  async setSpecialHours(
    storeId: string,
    date: LocalDate,
    hours: readonly OpeningHours[] | undefined,
    sent: Sent,
  ): Promise<string> {
    const rows = (hours ? specialRows(hours) : [null]).map((row) => ({ date: dateText(date), row }));
    return this.writes.write('special-hours', storeId, rows.length, sent, async (client, importKey) =>
      writeRows(client, importKey, 'special_hours', storeId, rows),
    );
  }

  /**
   * Archives a store: its scheduled time ends at the beginning of a local date; undefined: it is archived no longer. Returns
   * the import's id.
   * @throws CodedError `store_not_found`, `too_busy`
   */
  async archive(storeId: string, from: LocalDate | undefined, sent: Sent): Promise<string> {
    return this.writes.write('business-hours', storeId, 1, sent, async (client, importKey) => {
      await this.stores.find(storeId, client);
      const row = from === undefined ? '' : dateText(from);
      return writeRows(client, importKey, 'archived', storeId, [{ date: '', row }]);
    });
  }

  /**
   * Removes a store about which nothing is known: no observation was made, neither its schedule nor its attributes say
   * anything, and it has no closure or target.
   * @throws CodedError `store_not_found`, `store_has_data`, `too_busy`
   */
  async removeStore(storeId: string, sent: Sent): Promise<string> {
    return this.writes.write('business-hours', storeId, 1, sent, async (client, importKey) => {
      await this.stores.find(storeId, client);
      if (!(await removeEmptyStore(client, importKey, storeId))) throw new CodedError('store_has_data');
      return oneRow(true);
    });
  }

  /**
   * Declares a closure, unless one that counts says exactly the same. Returns that one.
   * @throws CodedError `too_busy`, `closure_not_found` if it is revoked at the same moment
   */
  async declareClosure(closure: NewClosure, sent: Sent): Promise<DeclaredClosure> {
    await this.writes.write('closures', closure.storeId, 1, sent, async (client, importKey) => {
      await createClosureRows(client);
      await addClosureRow(client, closure);
      return oneRow((await declareClosures(client, importKey, sent.by.actor)) === 1);
    });
    return this.closures.findSame(closure);
  }

  /**
   * Revokes a closure; it stays on record. Returns it.
   * @throws CodedError `closure_not_found`, `too_busy`
   */
  async revokeClosure(closureId: string, sent: Sent): Promise<DeclaredClosure> {
    const { storeId } = await this.closures.find(closureId);
    await this.writes.write('closures', storeId, 1, sent, async (client, importKey) =>
      oneRow(await revokeClosure(client, importKey, closureId, sent.by.actor)),
    );
    return this.closures.find(closureId);
  }
}

async function writeRows(
  client: PoolClient,
  importKey: number,
  part: SchedulePart,
  storeId: string,
  rows: readonly ScheduleRow[],
): Promise<ImportOutcome> {
  await createScheduleRows(client);
  await addScheduleRows(client, storeId, rows);
  const outcome = versionsOutcome(await writeVersions(client, importKey, part), rows.length);
  // Only these have versions, of which a row without a date removes the others.
  return part === 'hours' || part === 'timezones' ? outcome : { ...outcome, remarks: [] };
}
