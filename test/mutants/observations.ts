import type { Mutant } from './mutant';

export const observationsMutants: readonly Mutant[] = [];
