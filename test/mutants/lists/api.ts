import type { Mutant } from '../mutant';

const NULL_TYPES = 'src/api/http/null-types.ts';
const NULL_SPECS = ['src/api/http/null-types.spec.ts'];

export const apiMutants: readonly Mutant[] = [
  {
    breaks: 'an enum that may be null has null as a second type, which its words do not allow',
    file: NULL_TYPES,
    replace: `'enum' in schema && 'type' in schema`,
    by: `'enum' in schema && !('type' in schema)`,
    specs: NULL_SPECS,
  },
  {
    breaks: 'a reference that may be null may not',
    file: NULL_TYPES,
    replace: `[...types, { type: 'null' }]`,
    by: 'types',
    specs: NULL_SPECS,
  },
  {
    breaks: 'a text that may be null may not',
    file: NULL_TYPES,
    replace: `[schema.type, 'null']`,
    by: 'schema.type',
    specs: NULL_SPECS,
  },
];
