import type { Mutant } from './mutant';

export const fleetMutants: readonly Mutant[] = [];
