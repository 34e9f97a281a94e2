import type { Mutant } from '../mutant';

const NULL_TYPES = 'src/api/http/null-types.ts';
const TERMS_SPECS = ['src/api/http/validation/terms.spec.ts'];
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
  {
    breaks: 'a wrong unknown_after is taken for none',
    file: 'src/api/http/validation/terms.ts',
    replace: '(parseUnknownAfter(value) ?? NaN)',
    by: '(parseUnknownAfter(value) ?? undefined)',
    specs: TERMS_SPECS,
  },
  {
    breaks: 'windows may be a text',
    file: 'src/api/reports/report.dto.ts',
    replace: 'Array.isArray(names) && isWindowList(names)',
    by: 'isWindowList([names].flat())',
    specs: TERMS_SPECS,
  },
  {
    breaks: 'the default status of a request may not be unknown',
    file: 'src/api/http/validation/terms.ts',
    replace: 'ChoiceParameter(STATUSES, {',
    by: 'ChoiceParameter(STATUSES.slice(0, 2), {',
    specs: TERMS_SPECS,
  },
  {
    breaks: 'a number is taken for a date from which a zone is in force',
    file: 'src/api/stores/schedules/schedules.dto.ts',
    replace: "typeof value === 'number' ? NaN : value",
    by: 'value',
    specs: ['src/api/stores/schedules/schedule-bodies.spec.ts'],
  },
  {
    breaks: 'a closure may have no reason but null',
    file: 'src/api/closures/closure.dto.ts',
    replace: 'reason === undefined ||',
    by: 'reason === undefined || reason === null ||',
    specs: ['src/api/stores/schedules/schedule-bodies.spec.ts'],
  },
];
