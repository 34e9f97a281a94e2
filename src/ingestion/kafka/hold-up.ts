const MARK = 'held up: ';

/** The note of an offset is limited by the broker, usually to 4 KiB. */
const MAX_REASON = 500;

/** Says why nothing can be read from an offset on, as the note with which a consumer commits it. */
export function holdUpNote(reason: string): string {
  return MARK + reason.slice(0, MAX_REASON);
}

/** The reason in the note of a committed offset; undefined if reading continues there. */
export function holdUpReason(note: string | null | undefined): string | undefined {
  return note?.startsWith(MARK) === true ? note.slice(MARK.length) : undefined;
}
