import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { isLockTimeout } from '../../common/error-code';
import type { Micros } from '../../calculator/instants';
import { lastWriteNo } from '../../ingestion/data-changes';
import { BEGIN_SNAPSHOT, BEGIN_WRITE } from '../../platform/database/begin';
import { Database } from '../../platform/database/database';
import { keptFrom } from '../../observations/retention/kept-from';
import { type DataNode, DataNodes } from '../../stores/nodes/data-nodes';
import { IN_DOUBT, recoverPrepared } from '../../stores/nodes/in-doubt';
import { closeFence } from '../../stores/buckets/fence';

/** A snapshot of the data of one node. */
export interface NodeSnapshot {
  readonly node: DataNode;
  /** Holds the snapshot: its transaction sees it, and others may take it over by its name. */
  readonly reader: PoolClient;
  readonly name: string;
}

/** One state of the data of all nodes. */
export interface FleetSnapshot {
  readonly nodes: readonly NodeSnapshot[];
  /** The number of the last write in it. */
  readonly writeNo: number;
  /** See `keptFrom`. */
  readonly keptFrom: Micros;
}

/** Writers that come to the fence while it is about to be closed wait with us, so each try is short. */
const BEGIN_GATE = `${BEGIN_WRITE}; SET LOCAL lock_timeout = '2s'`;

/** How often Citus is asked to finish what is prepared, for one snapshot. */
const MAX_RECOVERIES = 5;

/** Takes snapshots of all nodes while no writer is behind the fence. */
@Injectable()
export class FleetSnapshots {
  constructor(
    private readonly database: Database,
    private readonly nodes: DataNodes,
  ) {}

  /** Does `work` while a new snapshot lasts. */
  async with<T>(stopping: AbortSignal, work: (snapshot: FleetSnapshot) => Promise<T>): Promise<T> {
    const nodes = await this.nodes.list();
    return this.withReaders(nodes, [], async (readers) => {
      const snapshot = await this.take(nodes, readers, stopping);
      return work(snapshot);
    });
  }

  /** Opens a transaction on each node, which has no snapshot before its first statement. */
  private async withReaders<T>(
    nodes: readonly DataNode[],
    readers: readonly PoolClient[],
    work: (readers: readonly PoolClient[]) => Promise<T>,
  ): Promise<T> {
    const next = nodes[readers.length];
    if (!next) return work(readers);
    const database = await this.nodes.databaseOn(next.address);
    return database.transaction((reader) => this.withReaders(nodes, [...readers, reader], work), BEGIN_SNAPSHOT);
  }

  private async take(
    nodes: readonly DataNode[],
    readers: readonly PoolClient[],
    stopping: AbortSignal,
  ): Promise<FleetSnapshot> {
    for (;;) {
      try {
        return await this.database.transaction(async (gate) => {
          await closeFence(gate);
          await this.nodes.requireUnmoved(nodes);
          await this.settleInDoubt(gate, nodes);
          const writeNo = await lastWriteNo(gate);
          const kept = await keptFrom(gate);
          const names = await Promise.all(readers.map(exportSnapshot));
          return {
            writeNo,
            keptFrom: kept,
            nodes: nodes.map((node, index) => nodeSnapshot(node, readers[index], names[index])),
          };
        }, BEGIN_GATE);
      } catch (error) {
        if (!isLockTimeout(error) || stopping.aborted) throw error;
      }
    }
  }

  /**
   * Waits until no node has anything prepared. It must be seen before the snapshot is taken: what is committed between the two
   * would be missing from the snapshot, and no longer prepared.
   */
  private async settleInDoubt(coordinator: PoolClient, nodes: readonly DataNode[]): Promise<void> {
    for (let tries = 0; ; tries++) {
      const inDoubt = await Promise.all(nodes.map((node) => this.countInDoubt(node)));
      if (inDoubt.every((transactions) => transactions === 0)) return;
      if (tries === MAX_RECOVERIES) throw new StillInDoubt();
      await recoverPrepared(coordinator);
    }
  }

  private async countInDoubt({ address }: DataNode): Promise<number> {
    if (address === undefined) return 0;
    const { pool } = await this.nodes.databaseOn(address);
    const found = await pool.query<{ transactions: number }>(IN_DOUBT);
    return found.rows[0]?.transactions ?? 0;
  }
}

/** Something else than a write, such as a bucket that moves, is between two phases. */
class StillInDoubt extends Error {
  /** By the SQLSTATE of a serialization failure, it counts as something that is only not possible now. */
  readonly code = '40001';

  constructor() {
    super('a node has prepared transactions that Citus does not finish');
  }
}

async function exportSnapshot(reader: PoolClient): Promise<string> {
  const exported = await reader.query<{ name: string }>('SELECT pg_export_snapshot() AS name');
  return exported.rows[0]?.name ?? '';
}

function nodeSnapshot(node: DataNode, reader: PoolClient | undefined, name: string | undefined): NodeSnapshot {
  if (!reader || name === undefined) throw new RangeError('a node has no snapshot');
  return { node, reader, name };
}
