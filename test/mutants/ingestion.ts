import type { Mutant } from './mutant';

export const ingestionMutants: readonly Mutant[] = [];
