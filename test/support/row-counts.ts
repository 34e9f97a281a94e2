/** The counts of an import as in the answers of the API; omitted ones are 0. */
export function rowCounts({
  read = 0,
  accepted = 0,
  unchanged = 0,
  rejected = 0,
}: {
  read?: number;
  accepted?: number;
  unchanged?: number;
  rejected?: number;
}) {
  return { rows_read: read, rows_accepted: accepted, rows_unchanged: unchanged, rows_rejected: rejected };
}
