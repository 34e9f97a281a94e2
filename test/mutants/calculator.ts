import type { Mutant } from './mutant';

export const calculatorMutants: readonly Mutant[] = [
  {
    breaks: 'a second of 60 is accepted',
    file: 'src/common/timestamp.ts',
    replace: 'Number(second) > 59) return undefined;\n  if (Number(offsetHour)',
    by: 'Number(second) > 60) return undefined;\n  if (Number(offsetHour)',
    specs: ['src/common/timestamp.spec.ts'],
  },
];
