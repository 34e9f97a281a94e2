import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import { CodedError } from '../common/coded-error';
import { type ServiceSettings, SETTINGS } from '../platform/config/settings';
import { Database } from '../platform/database/database';
import { observationLimits } from './observation';
import { ObservationBatch } from './observation-batch';
import { keptFrom } from '../observations/retention/observation-retention';
import { takeTurnToWrite } from '../observations/write/known-stores';
import { WriteLine } from './write-queue';

/** Takes in observations that come in the body of a request. */
@Injectable()
export class ObservationsService {
  constructor(
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    private readonly database: Database,
    private readonly line: WriteLine,
  ) {}

  /**
   * Writes observations as one import, in one transaction with the idempotency key; returns the import's id. The same
   * key with the same body again, also at the same moment, is the same import.
   * @throws CodedError `idempotency_key_reused` if the key came with another body before; `too_busy`
   */
  async receive(observations: readonly unknown[], body: Buffer, idempotencyKey: string | undefined): Promise<string> {
    const batch = await this.decode(observations, body.length);
    this.line.requireRoom();
    const requestSha256 = createHash('sha256').update(body).digest();
    const idempotency = idempotencyKey === undefined ? undefined : { key: idempotencyKey, requestSha256 };
    return this.line.write(async (client) => {
      await takeTurnToWrite(client);
      const importId = await batch.write(client, { source: 'json', idempotency });
      return importId ?? sameAsBefore(client, idempotencyKey, requestSha256);
    });
  }

  private async decode(observations: readonly unknown[], bytes: number): Promise<ObservationBatch> {
    const kept = await keptFrom(this.database.pool);
    const batch = new ObservationBatch(observationLimits(this.settings.MAX_FUTURE_SKEW, kept));
    for (const [index, observation] of observations.entries()) {
      // The body has one length, which is counted with its first observation.
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
  if (!found?.request_sha256.equals(requestSha256)) {
    throw new CodedError('idempotency_key_reused');
  }
  return found.import_id;
}

/** The text of an observation; none where it is nested so deeply that it can be read but not be written again. */
function jsonOf(observation: unknown): string {
  try {
    return JSON.stringify(observation);
  } catch {
    return '';
  }
}
