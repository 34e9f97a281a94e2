/** A job of the report queue. It carries an id; everything else stands in the database. */
export interface ReportJob {
  readonly reportId: string;
}

/** A job of the shard queue. */
export interface ShardJob {
  readonly reportId: string;
  readonly attempt: number;
  readonly shard: number;
  /** The exported snapshot on which all shards of the attempt are computed. */
  readonly snapshot: string;
}
