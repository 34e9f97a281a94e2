import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import { type DatabaseSettings, SETTINGS } from '../../platform/config/settings';
import { Database } from '../../platform/database/database';
import { distributionOf } from '../../platform/database/distribution';

/** Connections to each node: a worker supervises four reports at a time, and computes one shard. */
const CONNECTIONS = 8;

/** A database server with some of the buckets. */
export interface DataNode {
  /** `host:port`; undefined: the one server that has everything. */
  readonly address: string | undefined;
  /** Undefined: all. */
  readonly buckets: readonly number[] | undefined;
  /** Another text after a bucket has come, even if it was here before. */
  readonly placements: string;
}

const ONLY_NODE: DataNode = { address: undefined, buckets: undefined, placements: '' };

/** What was read of several nodes is not one state of the data, and has to be read anew. */
export class BucketsMoved extends Error {
  /** By the SQLSTATE of a serialization failure, it counts as something that is only not possible now. */
  readonly code = '40001';

  constructor() {
    super('buckets have moved to other nodes meanwhile');
  }
}

/** The servers that the buckets are spread over, and connections to them: those of the service with another host and port. */
@Injectable()
export class DataNodes implements OnApplicationShutdown {
  private readonly others = new Map<string, Promise<Database>>();

  constructor(
    @Inject(SETTINGS) private readonly settings: DatabaseSettings,
    private readonly database: Database,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    const opened = [...this.others.values()];
    this.others.clear();
    for (const other of await Promise.allSettled(opened)) if (other.status === 'fulfilled') await other.value.close();
  }

  /**
   * The nodes, the one with the most buckets first.
   * @throws BucketsMoved while tables are being distributed
   */
  async list(client: Pool | PoolClient = this.database.pool): Promise<readonly DataNode[]> {
    const distribution = await distributionOf(client);
    if (distribution === 'none') return [ONLY_NODE];
    if (distribution === 'partly') throw new BucketsMoved();
    return (await client.query<DataNode>(NODES)).rows;
  }

  /**
   * Fails if buckets have moved, or tables were distributed, since nodes were listed.
   * @throws BucketsMoved
   */
  async requireUnmoved(nodes: readonly DataNode[]): Promise<void> {
    const now = await this.list();
    const isSame = now.length === nodes.length && now.every((node, index) => isSameNode(node, nodes[index]));
    if (!isSame) throw new BucketsMoved();
  }

  /** The database on a node. */
  async databaseOn(address: string | undefined): Promise<Database> {
    if (address === undefined) return this.database;
    const known = this.others.get(address);
    if (known) return known;
    const url = new URL(this.settings.DATABASE_URL);
    url.host = address;
    const connecting = Database.connect(url.href, CONNECTIONS, 'restaurant-monitor');
    this.others.set(address, connecting);
    connecting.catch(() => this.others.delete(address));
    return connecting;
  }
}

function isSameNode(a: DataNode, b: DataNode | undefined): boolean {
  return a.address === b?.address && a.placements === b?.placements;
}

const NODES = `
  SELECT nodename || ':' || nodeport AS address, array_agg(bucket ORDER BY bucket) AS buckets,
         string_agg(placementid::text, ',' ORDER BY bucket) AS placements
  FROM generate_series(0, 63) AS bucket
  JOIN pg_dist_partition ON logicalrelid = 'store'::regclass
  JOIN pg_dist_placement ON shardid = get_shard_id_for_distribution_column(logicalrelid, bucket::smallint)
  JOIN pg_dist_node USING (groupid)
  WHERE noderole = 'primary'
  GROUP BY 1 ORDER BY count(*) DESC, 1`;
