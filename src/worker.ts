import { startServices } from './platform/embedded/embedded-services';
import { startWithProbes } from './platform/process/nest';
import { runProcess } from './platform/process/run-process';
import { ReportWorkersModule } from './reports/workers/report-workers.module';

/** A worker process, which computes reports. Any number may run, on any number of machines. */
void runProcess(startServices, (settings) =>
  startWithProbes(settings, ReportWorkersModule, async () => {
    const { ProbesModule } = await import('./api/probes/probes.module.js');
    return ProbesModule.with({ redis: true });
  }),
);
