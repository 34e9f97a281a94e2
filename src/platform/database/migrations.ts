import { Stores } from '../../../migrations/0001-stores';
import { Imports } from '../../../migrations/0002-imports';
import { Observations } from '../../../migrations/0003-observations';
import { Reports } from '../../../migrations/0004-reports';
import { ObservationPartitions } from '../../../migrations/0005-observation-partitions';
import { ImportSources } from '../../../migrations/0006-import-sources';
import { CheaperStoreChecks } from '../../../migrations/0007-cheaper-store-checks';
import { OutageIndexes } from '../../../migrations/0008-outage-indexes';
import { ReportShares } from '../../../migrations/0009-report-shares';
import { PlainComments } from '../../../migrations/0010-plain-comments';
import { DefaultReport } from '../../../migrations/0011-default-report';
import { ImportNotes } from '../../../migrations/0012-import-notes';
import { RecordedRetention } from '../../../migrations/0013-recorded-retention';
import { ImportRetention } from '../../../migrations/0014-import-retention';
import { ImportAge } from '../../../migrations/0015-import-age';
import { SteadyClock } from '../../../migrations/0016-steady-clock';
import { Buckets } from '../../../migrations/0017-buckets';
import { ShardsOfNodes } from '../../../migrations/0018-shards-of-nodes';
import { Access } from '../../../migrations/0019-access';
import { Schedules } from '../../../migrations/0020-schedules';
import { NeverObserved } from '../../../migrations/0021-never-observed';
import { Attributes } from '../../../migrations/0022-attributes';
import { ExactFigures } from '../../../migrations/0023-exact-figures';
import { Finding } from '../../../migrations/0024-finding';
import { Targets } from '../../../migrations/0025-targets';
import { LoadedWeeks } from '../../../migrations/0026-loaded-weeks';
import { StatusChanges } from '../../../migrations/0028-status-changes';
import { ScheduleDigests } from '../../../migrations/0029-schedule-digests';

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
