import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import { type Act, recordAct } from '../access/audit/act';
import { CodedError } from '../common/coded-error';
import { type ServiceSettings, SETTINGS } from '../platform/config/settings';
import { Database } from '../platform/database/database';
import { startOfImport } from './imports/import-metrics';
import { readLimits } from './observation';
import { ObservationBatch } from './observation-batch';
import { lockBuckets } from '../stores/buckets/bucket-locks';
import { REQUEST_PATIENCE, WriteQueue } from './write-queue';

/** Imports observations that come in the body of a request. */
@Injectable()
export class ObservationsService {
  constructor(
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    private readonly database: Database,
    private readonly queue: WriteQueue,
  ) {}

  /**
   * Writes observations as one import, in one transaction with the idempotency key and the audit; returns the import's id. The same key
   * and body sent again, even at the same moment, make no second import.
   * @throws CodedError `idempotency_key_reused` if the key came with another body before; `too_busy`
   */
  async receive(
    observations: readonly unknown[],
    body: Buffer,
    idempotencyKey: string | undefined,
    by: Act,
  ): Promise<string> {
    const ended = startOfImport('store-status', 'json');
    const batch = await this.decode(observations, body.length);
    const requestSha256 = createHash('sha256').update(body).digest();
    const idempotency = idempotencyKey === undefined ? undefined : { key: idempotencyKey, requestSha256 };
    const buckets = batch.buckets();
    await batch.prepare(this.database.pool);
    // Just before it enters the queue: many may have come this far at the same moment.
    this.queue.refuseIfFull();
    const id = await this.queue.write(buckets, REQUEST_PATIENCE, async (client) => {
      await lockBuckets(client, buckets);
      const importId = await batch.write(client, { source: 'json', idempotency });
      if (importId === undefined) return sameAsBefore(client, idempotencyKey, requestSha256);
      await recordAct(client, by, { import_id: importId });
      return importId;
    });
    ended(batch.imported);
    return id;
  }

  private async decode(observations: readonly unknown[], bytes: number): Promise<ObservationBatch> {
    const limits = await readLimits(this.database.pool, this.settings.MAX_FUTURE_SKEW);
    const batch = new ObservationBatch(limits());
    for (const [index, observation] of observations.entries()) {
      // The length of the whole body is counted with its first observation.
      batch.take(observation, index, index === 0 ? bytes : 0, () => jsonOf(observation));
    }
    return batch;
  }
}

async function sameAsBefore(client: PoolClient, idempotencyKey: string | undefined, requestSha256: Buffer) {
  const before = await client.query<{ import_id: string; request_sha256: Buffer }>(
    'SELECT import_id, request_sha256 FROM import WHERE idempotency_key = $1',
    [idempotencyKey],
  );
  const [found] = before.rows;
  // Just now removed as too old: sent again, it is new.
  if (!found) throw new CodedError('service_unavailable');
  if (!found.request_sha256.equals(requestSha256)) {
    throw new CodedError('idempotency_key_reused');
  }
  return found.import_id;
}

/** An observation as JSON; empty if it is nested too deeply for `stringify`, though `parse` could read it. */
function jsonOf(observation: unknown): string {
  try {
    return JSON.stringify(observation);
  } catch {
    return '';
  }
}
