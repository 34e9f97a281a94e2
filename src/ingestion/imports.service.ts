import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { PoolClient } from 'pg';
import { LessThan, Repository } from 'typeorm';
import { isNoSpace } from '../common/no-space';
import { CodedError } from '../common/coded-error';
import { type ServiceSettings, SETTINGS } from '../platform/config/settings';
import { copyInto, Database } from '../platform/database/database';
import { type ImportKind, layoutOf, type Layout } from './csv/columns';
import { csvRecords } from './csv/csv-records';
import { completeImport } from './import-record';
import { Import, type ImportSource } from './import.entity';
import { BusinessHoursIntake } from './intake/business-hours-intake';
import type { Intake } from './intake/intake';
import { ObservationIntake } from './intake/observation-intake';
import { TimezoneIntake } from './intake/timezone-intake';
import { keptFrom } from '../observations/retention/observation-retention';
import type { WriteOutcome } from '../observations/write/write-outcome';
import { keptText, type RejectReason } from './reject-reasons';
import { RowSpool } from '../platform/spool/spool';
import { takeTurnToWrite } from '../observations/write/known-stores';
import { WriteLine } from './write-queue';

/** Milliseconds between two signs of life of a running import. */
const HEARTBEAT = 1000;
/** Milliseconds without a sign of life after which the process that received an import is taken to be dead. */
const GIVEN_UP_AFTER = 60_000;
/** PostgreSQL's largest integer. */
const MAX_IMPORT_KEY = 2 ** 31 - 1;
const REJECTS_PAGE = 1000;

/** A row that was turned away, as it is downloaded. */
export interface Reject {
  readonly line: string;
  readonly reason: RejectReason;
  readonly text: string;
}

/** Receives CSV bodies, whole or not at all, and remembers what became of them. */
@Injectable()
export class ImportsService implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Imports');
  private readonly spoolDirectory: string;
  private sweep: NodeJS.Timeout | undefined;

  constructor(
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    private readonly database: Database,
    private readonly line: WriteLine,
    @InjectRepository(Import) private readonly imports: Repository<Import>,
  ) {
    this.spoolDirectory = join(settings.DATA_DIR, 'spool');
  }

  onModuleInit(): void {
    const sweep = () => {
      this.failAbandoned().catch((error: unknown) => {
        this.logger.warn(`could not look for abandoned imports: ${String(error)}`);
      });
    };
    this.sweep = setInterval(sweep, GIVEN_UP_AFTER / 2).unref();
    sweep();
  }

  onApplicationShutdown(): void {
    clearInterval(this.sweep);
  }

  /**
   * Imports one CSV body: first all of it is received, decoded and set aside, then one transaction writes it, its
   * rejects and its counts. Nothing is visible before that transaction commits, and nothing remains if it does not.
   * @param describe gives the text of an error, which is kept with an import that fails
   * @throws CodedError if the body or its header is wrong; the import is then `Failed` and has changed nothing
   */
  async receive(
    kind: ImportKind,
    body: AsyncIterable<Buffer>,
    describe: (error: CodedError) => string,
  ): Promise<Import> {
    const importId = randomUUID();
    await this.imports.insert({ importId, kind });
    const { importKey } = await this.find(importId);
    const reception = new Reception(kind, importKey, await this.newIntake(kind), this.spoolDirectory);
    const heartbeat = setInterval(() => {
      void this.showProgress(importId, reception);
    }, HEARTBEAT);
    try {
      await reception.receive(body);
      await this.line.write(async (client) => {
        const outcome = await reception.write(client);
        if (!(await completeImport(client, importKey, reception, outcome))) throw new CodedError('import_given_up');
      });
    } catch (cause) {
      const error = isNoSpace(cause) ? new CodedError('no_space', { cause }) : cause;
      if (await this.fail(importId, error, describe)) {
        throw error instanceof CodedError ? error.with({ import_id: importId }) : error;
      }
      // The commit was carried out and only its confirmation was lost.
    } finally {
      clearInterval(heartbeat);
      await reception.close();
    }
    return this.find(importId);
  }

  /** @throws CodedError `import_not_found` */
  async find(importId: string): Promise<Import> {
    const found = await this.imports.findOneBy({ importId });
    if (!found) throw new CodedError('import_not_found');
    return found;
  }

  /** Imports, or those from one source, from the newest on, or from the one after `before` on. */
  async list(limit: number, before: number | undefined, source: ImportSource | undefined): Promise<Import[]> {
    return this.imports.find({
      where: {
        // A cursor that was made up may be beyond what a key can be.
        ...(before === undefined ? {} : { importKey: LessThan(Math.min(before, MAX_IMPORT_KEY)) }),
        ...(source === undefined ? {} : { source }),
      },
      order: { importKey: 'DESC' },
      take: limit,
    });
  }

  /** What was rejected of an import by line, in pages: a reader that is slow holds no connection. */
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

  private async newIntake(kind: ImportKind): Promise<Intake> {
    switch (kind) {
      case 'store-status': {
        const kept = await keptFrom(this.database.pool);
        return new ObservationIntake(this.spoolDirectory, this.settings.MAX_FUTURE_SKEW, kept);
      }
      case 'business-hours':
        return new BusinessHoursIntake(this.spoolDirectory);
      case 'timezones':
        return new TimezoneIntake(this.spoolDirectory);
    }
  }

  private async showProgress(importId: string, { bytesRead, rowsRead, rowsRejected }: Reception): Promise<void> {
    await this.imports
      .createQueryBuilder()
      .update({ bytesRead, rowsRead, rowsRejected, seenAt: () => 'now()' })
      .where({ importId, status: 'Running' })
      .execute()
      .catch((error: unknown) => {
        this.logger.warn(`could not show the progress of import ${importId}: ${String(error)}`);
      });
  }

  /** Notes that an import failed; false if it turns out to be complete. */
  private async fail(importId: string, error: unknown, describe: (error: CodedError) => string): Promise<boolean> {
    if (!(error instanceof CodedError)) this.logger.error(error);
    const reason = error instanceof CodedError ? error : new CodedError('internal_error');
    const failed = await this.imports
      .update(
        { importId, status: 'Running' },
        {
          status: 'Failed',
          finishedAt: new Date(),
          errorCode: reason.code,
          error: describe(reason),
        },
      )
      .catch(() => undefined);
    if (failed?.affected === 0) return (await this.find(importId)).status !== 'Complete';
    return true;
  }

  /** Imports whose process was killed have changed nothing; here they are told from those that still run. */
  private async failAbandoned(): Promise<void> {
    await this.database.pool.query(
      `UPDATE import
       SET status = 'Failed', finished_at = now(), error_code = 'interrupted',
           error = 'The service stopped before the import was complete; it has changed nothing.'
       WHERE status = 'Running' AND seen_at < now() - $1 * interval '1 millisecond'`,
      [GIVEN_UP_AFTER],
    );
  }
}

/** One body on its way in. */
class Reception {
  private readonly rejects: RowSpool;
  bytesRead = 0;
  rowsRead = 0;

  constructor(
    private readonly kind: ImportKind,
    private readonly importKey: number,
    private readonly intake: Intake,
    spoolDirectory: string,
  ) {
    this.rejects = new RowSpool(spoolDirectory);
  }

  get rowsRejected(): number {
    return this.rejects.count;
  }

  /** Reads the body to its end. */
  async receive(body: AsyncIterable<Buffer>): Promise<void> {
    let layout: Layout | undefined;
    for await (const records of csvRecords(this.counted(body))) {
      for (const record of records) {
        if (!layout) {
          layout = layoutOf(this.kind, record.fields ?? []);
          continue;
        }
        this.rowsRead++;
        const reason = this.intake.take(record, layout);
        if (reason) this.reject(record.line, reason, record.text);
      }
      await this.intake.flush();
      await this.rejects.flush();
    }
  }

  /** Writes all that was received, in the caller's transaction. */
  async write(client: PoolClient): Promise<WriteOutcome> {
    await copyInto(client, 'import_reject (import_key, line, reason, text)', this.rejects.rows());
    await takeTurnToWrite(client);
    return this.intake.write(client, this.importKey);
  }

  async close(): Promise<void> {
    await this.intake.close();
    await this.rejects.close();
  }

  private async *counted(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of body) {
      this.bytesRead += chunk.length;
      yield chunk;
    }
  }

  private reject(line: number, reason: RejectReason, text: string): void {
    this.rejects.row(4).int4(this.importKey).int8(line).text(reason).text(keptText(text));
  }
}
