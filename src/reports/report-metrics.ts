import { counter, duration, LONG, SHORT } from '../platform/metrics/instruments';

/** Counted by whichever worker ended the report. */
export const reportsEnded = counter('reports_total', 'Reports that have ended.', ['outcome']);
export const reportSeconds = duration('report_seconds', 'From the trigger of a report to its completion.', LONG);
/** Each attempt beyond the first of a report is one that a process or server lost. */
export const reportAttempts = counter('report_attempts_total', 'Attempts at reports, the first ones included.');
/** Left undone: its snapshot, PostgreSQL or Redis was gone. */
export const shardsEnded = counter('report_shards_total', 'Shards that were worked on.', ['outcome']);
export const shardSeconds = duration('report_shard_seconds', 'From taking a shard to its result.', SHORT);
