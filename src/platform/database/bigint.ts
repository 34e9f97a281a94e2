import type { ValueTransformer } from 'typeorm';

/** For bigint columns, which node-postgres reads as text. Ours stay far below 2⁵³, so a number holds them exactly. */
export const toNumber: ValueTransformer = {
  from: (value: string | null) => (value === null ? null : Number(value)),
  to: (value: number | null) => value,
};
