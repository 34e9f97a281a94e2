interface Counts {
  readonly rowsRead: number;
  readonly rowsRejected: number;
}

/** Whether most rows of an import were rejected, so that it should not look like a success. */
export function isMostlyRejected({ rowsRead, rowsRejected }: Counts): boolean {
  return rowsRejected * 2 > rowsRead;
}

/**
 * What the counts of a complete import do not show; null if there is nothing to say.
 * @param remarks sentences about its rows
 */
export function noteOf(counts: Counts & { readonly rejectsKept: number }, remarks: readonly string[]): string | null {
  const { rowsRead, rowsRejected, rejectsKept } = counts;
  const notes = [
    ...(rowsRead === 0 ? ['The file is empty: nothing was imported.'] : []),
    ...(isMostlyRejected(counts) ? [`Most rows were rejected: ${rowsRejected} of ${rowsRead}.`] : []),
    ...(rejectsKept < rowsRejected
      ? [`${rejectsKept} of the ${rowsRejected} rejects are kept, and the others only counted.`]
      : []),
    ...remarks,
  ];
  return notes.length === 0 ? null : notes.join(' ');
}
