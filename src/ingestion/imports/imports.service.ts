import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { LessThan, Repository } from 'typeorm';
import { type Act, recordAct } from '../../access/audit/act';
import { CodedError } from '../../common/coded-error';
import { outageOf } from '../../common/error-code';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { Database } from '../../platform/database/database';
import { addLogFields } from '../../platform/logging/log-fields';
import type { ImportKind } from '../csv/columns';
import { CsvImport } from './csv-import';
import { startOfImport } from './import-metrics';
import { completeImport } from './import-record';
import { fileNameOf } from './file-name';
import { Import, type ImportSource } from './import.entity';
import { BusinessHoursIntake } from '../intake/business-hours-intake';
import type { Intake } from '../intake/intake';
import { ClosureIntake } from '../intake/closure-intake';
import { ObservationIntake } from '../intake/observation-intake';
import { StoreIntake } from '../intake/store-intake';
import { SpecialHoursIntake } from '../intake/special-hours-intake';
import { TimezoneIntake } from '../intake/timezone-intake';
import { readLimits } from '../observation';
import { ImportStores, type NamedStores } from '../../observations/write/import-stores';
import type { RejectReason } from '../reject-reasons';
import { FILE_PATIENCE, WriteQueue } from '../write-queue';
import { PeriodicJob } from '../../platform/process/periodic-job';

/** Milliseconds between two heartbeats of a running import. */
const HEARTBEAT = 1000;
/** Imports that may name as many stores as one may at the same time. */
const LARGE_AT_ONCE = 2;
const REJECTS_PAGE = 1000;

/** A rejected row, as it is downloaded. */
export interface Reject {
  readonly line: string;
  readonly reason: RejectReason;
  readonly text: string;
}

/** Imports CSV bodies, each as a whole or not at all, and keeps a record of every import. */
@Injectable()
export class ImportsService {
  private readonly logger = new Logger('Imports');
  private readonly spoolDirectory: string;
  private readonly named: NamedStores;

  constructor(
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    private readonly database: Database,
    private readonly queue: WriteQueue,
    @InjectRepository(Import) private readonly imports: Repository<Import>,
  ) {
    this.named = { count: 0, most: settings.IMPORT_MAX_STORES * LARGE_AT_ONCE };
    this.spoolDirectory = join(settings.DATA_DIR, 'spool');
  }

  /**
   * Imports one CSV body: first all of it is received, decoded and spooled, then one transaction writes it, its rejects, its
   * counts and its entry in the audit. Nothing is visible before that transaction commits, and nothing remains if it does not.
   * @param describe returns the text of an error, which is stored with the failed import
   * @param fileName what the file is called where it came from; `fileNameOf` says what is kept of it
   * @throws CodedError if the body or its header is wrong; the import is then `Failed` and has changed nothing
   */
  async receive(
    kind: ImportKind,
    body: AsyncIterable<Buffer>,
    describe: (error: CodedError) => string,
    by: Act,
    fileName?: string,
  ): Promise<Import> {
    const ended = startOfImport(kind, 'csv');
    const importId = randomUUID();
    addLogFields({ import_id: importId });
    await this.imports.insert({ importId, kind, fileName: fileNameOf(fileName ?? '') ?? null });
    const { importKey } = await this.find(importId);
    const stores = new ImportStores(this.settings.IMPORT_MAX_STORES, this.named);
    const intake = await this.newIntake(kind, stores, by);
    const file = new CsvImport(kind, importKey, stores, intake, this.settings.IMPORT_MAX_REJECTS, this.spoolDirectory);
    const heartbeat = new PeriodicJob(
      HEARTBEAT,
      () => this.showProgress(importId, file),
      (error) => {
        this.logger.warn(`could not save the progress of an import: ${String(error)}`);
      },
    );
    try {
      await file.read(body);
      await file.prepare(this.database.pool);
      await this.queue.write(file.buckets(), FILE_PATIENCE, async (client) => {
        const outcome = await file.write(client);
        if (!(await completeImport(client, importKey, file, outcome))) throw new CodedError('import_given_up');
        await recordAct(client, by, { import_id: importId });
      });
    } catch (cause) {
      const error = outageOf(cause) ?? cause;
      if (await this.fail(importId, error, describe, by)) {
        ended('failed');
        throw error instanceof CodedError ? error.with({ import_id: importId }) : error;
      }
      // The transaction was committed; only the confirmation was lost.
    } finally {
      heartbeat.stop();
      await file.close();
      stores.release();
    }
    const complete = await this.find(importId);
    ended({ accepted: complete.rowsAccepted, unchanged: complete.rowsUnchanged, rejected: file.rejected });
    return complete;
  }

  /** @throws CodedError `import_not_found` */
  async find(importId: string): Promise<Import> {
    const found = await this.imports.findOneBy({ importId });
    if (!found) throw new CodedError('import_not_found');
    return found;
  }

  /**
   * Lists imports, the newest first.
   * @param before only imports older than the one with this key; undefined: from the newest on
   * @param source undefined matches all
   */
  async list(limit: number, before: number | undefined, source: ImportSource | undefined): Promise<Import[]> {
    return this.imports.find({
      where: {
        ...(before === undefined ? {} : { importKey: LessThan(before) }),
        ...(source === undefined ? {} : { source }),
      },
      order: { importKey: 'DESC' },
      take: limit,
    });
  }

  /** The rejected rows of an import by line, read in pages: a slow reader holds no connection. */
  async *rejects(importKey: number): AsyncGenerator<Reject> {
    for (let line = '-1'; ;) {
      const page = await this.database.pool.query<Reject>(
        'SELECT line, reason, text FROM import_reject WHERE import_key = $1 AND line > $2 ORDER BY line LIMIT $3',
        [importKey, line, REJECTS_PAGE],
      );
      yield* page.rows;
      const last = page.rows.at(-1);
      if (!last || page.rows.length < REJECTS_PAGE) return;
      ({ line } = last);
    }
  }

  private async newIntake(kind: ImportKind, stores: ImportStores, { actor }: Act): Promise<Intake> {
    switch (kind) {
      case 'store-status': {
        const limits = await readLimits(this.database.pool, this.settings.MAX_FUTURE_SKEW);
        return new ObservationIntake(this.spoolDirectory, limits, stores);
      }
      case 'business-hours':
        return new BusinessHoursIntake(this.spoolDirectory, stores);
      case 'timezones':
        return new TimezoneIntake(stores);
      case 'special-hours':
        return new SpecialHoursIntake(this.spoolDirectory, stores);
      case 'closures':
        return new ClosureIntake(this.spoolDirectory, stores, actor);
      case 'stores':
        return new StoreIntake(this.spoolDirectory, stores);
    }
  }

  private async showProgress(importId: string, { bytesRead, rowsRead, rowsRejected }: CsvImport): Promise<void> {
    await this.imports
      .createQueryBuilder()
      .update({ bytesRead, rowsRead, rowsRejected, seenAt: () => 'now()' })
      .where({ importId, status: 'Running' })
      .execute();
  }

  /** Records that an import failed; returns false if it turns out to be complete. */
  private async fail(
    importId: string,
    error: unknown,
    describe: (error: CodedError) => string,
    by: Act,
  ): Promise<boolean> {
    if (!(error instanceof CodedError)) this.logger.error(error);
    const reason = error instanceof CodedError ? error : new CodedError('internal_error');
    const recorded = this.database.transaction(async (client) => {
      const { rowCount } = await client.query(
        `UPDATE import SET status = 'Failed', finished_at = now(), error_code = $2, error = $3
         WHERE import_id = $1 AND status = 'Running'`,
        [importId, reason.code, describe(reason)],
      );
      if (rowCount === 1) await recordAct(client, by, { import_id: importId }, reason.code);
      return rowCount;
    });
    const failed = await this.database.unlessUnreachable(recorded).catch(() => undefined);
    if (failed === 0) return (await this.find(importId)).status !== 'Complete';
    return true;
  }
}
