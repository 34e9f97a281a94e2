import { WorkerModule } from './app.module';
import { startServices } from './platform/embedded/embedded-services';
import { startWithProbes } from './platform/process/nest';
import { runProcess } from './platform/process/run-process';

/** A worker process, which computes reports. Any number may run, on any number of machines. */
void runProcess(startServices, (settings) => startWithProbes(WorkerModule.with(settings), settings));
