import type { Mutant } from './mutant';

export const kafkaMutants: readonly Mutant[] = [];
