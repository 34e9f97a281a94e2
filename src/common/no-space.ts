/** Of the file system: full, over quota, over the size that a file may have; and PostgreSQL's disk_full. */
const CODES = ['ENOSPC', 'EDQUOT', 'EFBIG', '53100'];

/** Whether an error means that a disk is full. */
export function isNoSpace(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && CODES.includes(error.code);
}
