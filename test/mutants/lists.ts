import { apiMutants } from './api';
import { calculatorMutants } from './calculator';
import { fleetMutants } from './fleet';
import { httpMutants } from './http';
import { ingestionMutants } from './ingestion';
import { kafkaMutants } from './kafka';
import type { Mutant } from './mutant';
import { observationsMutants } from './observations';
import { platformMutants } from './platform';
import { reportsMutants } from './reports';
import { uptimeMutants } from './uptime';

/** The mutants of each room. */
export const MUTANTS: Readonly<Record<string, readonly Mutant[]>> = {
  api: apiMutants,
  calculator: calculatorMutants,
  fleet: fleetMutants,
  http: httpMutants,
  ingestion: ingestionMutants,
  kafka: kafkaMutants,
  observations: observationsMutants,
  platform: platformMutants,
  reports: reportsMutants,
  uptime: uptimeMutants,
};
