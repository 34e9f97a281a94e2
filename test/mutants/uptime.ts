import type { Mutant } from './mutant';

export const uptimeMutants: readonly Mutant[] = [];
