/** Queue of reports: a job runs a report from its shards to its completion. */
export const REPORT_QUEUE = 'report';
/** Queue of shards: a job computes one. */
export const SHARD_QUEUE = 'report-shard';
