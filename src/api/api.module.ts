import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { AccessModule } from '../access/access.module';
import { FleetModule } from '../fleet/fleet.module';
import { HealthModule } from '../health/health.module';
import { IngestionModule } from '../ingestion/ingestion.module';
import { KafkaLagModule } from '../ingestion/kafka/kafka-lag.module';
import { ObservationsModule } from '../observations/observations.module';
import { type ServiceSettings, SETTINGS } from '../platform/config/settings';
import { MetricsModule } from '../platform/metrics/metrics.module';
import { QueueModule } from '../platform/queue/queue.module';
import { ReportsModule } from '../reports/reports.module';
import { StoresModule } from '../stores/stores.module';
import { TargetsModule } from '../targets/targets.module';
import { UptimeModule } from '../uptime/uptime.module';
import { AuditController } from './audit/audit.controller';
import { ClosuresController } from './closures/closures.controller';
import { FleetController } from './fleet/fleet.controller';
import { FleetTimelineController } from './fleet/timeline/fleet-timeline.controller';
import { HealthController } from './health/health.controller';
import { AccessGuard } from './http/access/access.guard';
import { EndOfAccess } from './http/access/end-of-access';
import { BlockedSenders } from './http/limits/blocked-senders';
import { AddressLimit, KeyLimit, rateLimits, StillBlocked } from './http/limits/rate-limits';
import { SharedCounts } from './http/limits/shared-counts';
import { Slots } from './http/limits/slots';
import { ImportsController } from './imports/imports.controller';
import { IncidentsController } from './incidents/incidents.controller';
import { KeysController } from './keys/keys.controller';
import { FleetMetrics } from './metrics/fleet-metrics';
import { MetricsController } from './metrics/metrics.controller';
import { ObservationsController } from './observations/observations.controller';
import { OutageAnswers } from './outages/outage-answers';
import { OutagesController } from './outages/outages.controller';
import { QueuesController } from './queues/queues.controller';
import { GetReportController } from './reports/get-report.controller';
import { ReportEvents } from './reports/report-events';
import { ReportRevisionsController } from './reports/revisions/report-revisions.controller';
import { ReportGroupsController } from './reports/groups/report-groups.controller';
import { ReportRowsController } from './reports/report-rows.controller';
import { ReportsController } from './reports/reports.controller';
import { TriggerReportController } from './reports/trigger-report.controller';
import { OidcController } from './session/oidc.controller';
import { SessionController } from './session/session.controller';
import { AttributesController } from './stores/attributes/attributes.controller';
import { ScheduleController } from './stores/schedules/schedule.controller';
import { SchedulesController } from './stores/schedules/schedules.controller';
import { StoreObservationsController } from './stores/store-observations.controller';
import { StoreOutagesController } from './stores/store-outages.controller';
import { StoreTargetController } from './stores/store-target.controller';
import { StoresController } from './stores/stores.controller';
import { TargetStatusController } from './targets/target-status.controller';
import { TargetsController } from './targets/targets.controller';
import { UptimeController } from './stores/uptime.controller';

/** The HTTP API: every controller, and the rooms that they call. A controller's folder is the first segment of its URL. */
@Module({
  imports: [
    AccessModule,
    FleetModule,
    HealthModule.with({ redis: true }),
    IngestionModule,
    KafkaLagModule,
    MetricsModule,
    ObservationsModule,
    QueueModule,
    ReportsModule,
    ThrottlerModule.forRootAsync({
      inject: [SETTINGS],
      useFactory: (settings: ServiceSettings) => rateLimits(settings, new SharedCounts(settings)),
    }),
    StoresModule,
    TargetsModule,
    UptimeModule,
  ],
  controllers: [
    // Before the controller of stores by their ids, one of which could be attributes.
    AttributesController,
    AuditController,
    ClosuresController,
    FleetController,
    FleetTimelineController,
    GetReportController,
    HealthController,
    ImportsController,
    IncidentsController,
    KeysController,
    MetricsController,
    ObservationsController,
    OidcController,
    OutagesController,
    QueuesController,
    ReportGroupsController,
    ReportRevisionsController,
    ReportRowsController,
    ReportsController,
    ScheduleController,
    SchedulesController,
    SessionController,
    StoreObservationsController,
    StoreOutagesController,
    StoreTargetController,
    StoresController,
    TargetStatusController,
    TargetsController,
    TriggerReportController,
    UptimeController,
  ],
  providers: [
    // In this order.
    { provide: APP_GUARD, useClass: StillBlocked },
    { provide: APP_GUARD, useClass: AddressLimit },
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: KeyLimit },
    BlockedSenders,
    EndOfAccess,
    FleetMetrics,
    OutageAnswers,
    ReportEvents,
    Slots,
  ],
})
export class ApiModule {}
