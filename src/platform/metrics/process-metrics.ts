import { Inject, Injectable } from '@nestjs/common';
import { statfs } from 'node:fs/promises';
import { collectDefaultMetrics, register } from 'prom-client';
import { VERSION } from '../../common/version';
import { type Settings, SETTINGS } from '../config/settings';
import { Database } from '../database/database';
import { gauge, PREFIX } from './instruments';

// CPU, memory, garbage collection, and the delay of the event loop.
collectDefaultMetrics({ prefix: PREFIX });

gauge('build_info', 'Always 1; its labels say what runs.', ['version', 'node']).set(
  { version: VERSION, node: process.version },
  1,
);

const connections = gauge('database_connections', 'Connections of the pool to PostgreSQL.', ['state']);
const mostConnections = gauge('database_connections_max', 'The most that the pool opens (DATABASE_POOL).');
const waiting = gauge('database_waiting', 'What waits for a connection of the pool.');

const diskFree = gauge('data_disk_free_bytes', 'What is free on the disk of DATA_DIR.');
const diskSize = gauge('data_disk_size_bytes', 'The size of that disk.');

/** The metrics of this process, as Prometheus reads them. */
@Injectable()
export class ProcessMetrics {
  constructor(
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  readonly contentType = register.contentType;

  async text(): Promise<string> {
    const { totalCount, idleCount, waitingCount, options } = this.database.pool;
    connections.set({ state: 'idle' }, idleCount);
    connections.set({ state: 'in use' }, totalCount - idleCount);
    mostConnections.set(options.max);
    waiting.set(waitingCount);
    await this.lookAtDisk();
    return register.metrics();
  }

  /** A process that keeps nothing on disk has no such folder. */
  private async lookAtDisk(): Promise<void> {
    const disk = await statfs(this.settings.DATA_DIR).catch(() => undefined);
    if (!disk) return;
    diskFree.set(disk.bavail * disk.bsize);
    diskSize.set(disk.blocks * disk.bsize);
  }
}
