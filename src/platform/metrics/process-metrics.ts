import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, register } from 'prom-client';
import { VERSION } from '../../common/version';
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

/** The metrics of this process, as Prometheus reads them. */
@Injectable()
export class ProcessMetrics {
  constructor(private readonly database: Database) {}

  readonly contentType = register.contentType;

  async text(): Promise<string> {
    const { totalCount, idleCount, waitingCount, options } = this.database.pool;
    connections.set({ state: 'idle' }, idleCount);
    connections.set({ state: 'in use' }, totalCount - idleCount);
    mostConnections.set(options.max);
    waiting.set(waitingCount);
    return register.metrics();
  }
}
