import type { VersionsOutcome } from '../../stores/schedules/write-versions';
import type { ImportOutcome } from './intake';

/**
 * What an import of a part of schedules came to.
 * @param rows how many rows were written
 */
export function versionsOutcome(
  { accepted, removed, hasChanged }: VersionsOutcome,
  rows: number,
): ImportOutcome & { readonly remarks: readonly string[] } {
  return {
    accepted,
    unchanged: rows - accepted,
    changedFrom: hasChanged ? -Infinity : undefined,
    remarks: removed === 0 ? [] : [removedVersions(removed)],
  };
}

function removedVersions(removed: number): string {
  const versions = removed === 1 ? '1 version with another date was' : `${removed} versions with other dates were`;
  return `${versions} removed: rows without a date replace all versions of their store.`;
}
