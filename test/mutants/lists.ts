import { accessMutants } from './lists/access';
import { apiMutants } from './lists/api';
import { calculatorMutants } from './lists/calculator';
import { cliMutants } from './lists/cli';
import { fleetMutants } from './lists/fleet';
import { httpMutants } from './lists/http';
import { ingestionMutants } from './lists/ingestion';
import { kafkaMutants } from './lists/kafka';
import { observationsMutants } from './lists/observations';
import { platformMutants } from './lists/platform';
import { reportsMutants } from './lists/reports';
import { storesMutants } from './lists/stores';
import { targetsMutants } from './lists/targets';
import { uptimeMutants } from './lists/uptime';
import type { Mutant } from './mutant';

/** The mutants of each room. */
export const MUTANTS: Readonly<Record<string, readonly Mutant[]>> = {
  access: accessMutants,
  api: apiMutants,
  calculator: calculatorMutants,
  cli: cliMutants,
  fleet: fleetMutants,
  http: httpMutants,
  ingestion: ingestionMutants,
  kafka: kafkaMutants,
  observations: observationsMutants,
  platform: platformMutants,
  reports: reportsMutants,
  stores: storesMutants,
  targets: targetsMutants,
  uptime: uptimeMutants,
};
