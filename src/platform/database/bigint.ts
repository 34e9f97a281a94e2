import type { ValueTransformer } from 'typeorm';

/** For bigint columns, which come as text; the numbers kept here stay far below 2⁵³. */
export const toNumber: ValueTransformer = {
  from: (value: string | null) => (value === null ? null : Number(value)),
  to: (value: number | null) => value,
};
