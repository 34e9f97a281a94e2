import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { KeyHolder } from './keys';
import { Keys } from './keys';

/** Records that keys are used, beside the answers, which do not wait for it. A shutdown does. */
@Injectable()
export class KeyUses implements OnApplicationShutdown {
  private readonly logger = new Logger('Access');
  private readonly recording = new Map<string, Promise<void>>();
  private isStopped = false;

  constructor(private readonly keys: Keys) {}

  async onApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    await Promise.all(this.recording.values());
  }

  note({ keyId, isUseDue }: KeyHolder): void {
    if (!isUseDue || this.isStopped || this.recording.has(keyId)) return;
    const recorded = this.keys
      .recordUse(keyId)
      .catch((error: unknown) => {
        this.logger.warn(`the use of key ${keyId} was not recorded: ${String(error)}`);
      })
      .finally(() => this.recording.delete(keyId));
    this.recording.set(keyId, recorded);
  }
}
