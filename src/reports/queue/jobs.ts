import type { TraceHeaders } from '../../platform/tracing/recorder';

/** A job of the report queue. It carries the id; everything else is in the database. */
export interface ReportJob {
  readonly reportId: string;
  /** The trace of whoever triggered the report, if traces are recorded. */
  readonly trace?: TraceHeaders | undefined;
}

/** A job of the shard queue. */
export interface ShardJob {
  readonly reportId: string;
  readonly attempt: number;
  readonly shard: number;
  /** The node that has its stores: see `DataNode`. */
  readonly node: string | undefined;
  /** The exported snapshot that all shards of the attempt on this node read. */
  readonly snapshot: string;
  /** The trace of the attempt, if traces are recorded. */
  readonly trace?: TraceHeaders | undefined;
}
