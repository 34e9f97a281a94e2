import type { Mutant } from './mutant';

export const reportsMutants: readonly Mutant[] = [];
