import { Stores } from './0001-stores';
import { Imports } from './0002-imports';
import { Observations } from './0003-observations';
import { Reports } from './0004-reports';
import { ObservationPartitions } from './0005-observation-partitions';
import { ImportSources } from './0006-import-sources';
import { CheaperStoreChecks } from './0007-cheaper-store-checks';
import { OutageIndexes } from './0008-outage-indexes';
import { ReportShares } from './0009-report-shares';
import { PlainComments } from './0010-plain-comments';
import { DefaultReport } from './0011-default-report';
import { ImportNotes } from './0012-import-notes';
import { RecordedRetention } from './0013-recorded-retention';
import { ImportRetention } from './0014-import-retention';
import { ImportAge } from './0015-import-age';
import { SteadyClock } from './0016-steady-clock';
import { Buckets } from './0017-buckets';
import { ShardsOfNodes } from './0018-shards-of-nodes';
import { Access } from './0019-access';
import { Schedules } from './0020-schedules';
import { NeverObserved } from './0021-never-observed';
import { Attributes } from './0022-attributes';
import { ExactFigures } from './0023-exact-figures';
import { Finding } from './0024-finding';
import { Targets } from './0025-targets';
import { LoadedWeeks } from './0026-loaded-weeks';
import { StatusChanges } from './0028-status-changes';
import { ScheduleDigests } from './0029-schedule-digests';

/** All of them, in their order. */
export const MIGRATIONS = [
  Stores,
  Imports,
  Observations,
  Reports,
  ObservationPartitions,
  ImportSources,
  CheaperStoreChecks,
  OutageIndexes,
  ReportShares,
  PlainComments,
  DefaultReport,
  ImportNotes,
  RecordedRetention,
  ImportRetention,
  ImportAge,
  SteadyClock,
  Buckets,
  ShardsOfNodes,
  Access,
  Schedules,
  NeverObserved,
  Attributes,
  ExactFigures,
  Finding,
  Targets,
  LoadedWeeks,
  StatusChanges,
  ScheduleDigests,
];
