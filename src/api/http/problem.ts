import { HttpException } from '@nestjs/common';

/** What an error tells its reader beyond the standard members, such as the columns that are missing. */
type Details = Readonly<Record<string, string | number | boolean | object>>;

/**
 * An error as RFC 9457 problem details. `code` is stable: programs may rely on it. `detail` is for people and says what
 * is wrong and, where it can, what to do.
 */
export class Problem extends HttpException {
  constructor(
    status: number,
    readonly code: string,
    detail: string,
    readonly details: Details = {},
    options?: ErrorOptions,
  ) {
    super(detail, status, options);
  }

  /** The same problem with more details. */
  with(details: Details): Problem {
    return new Problem(this.getStatus(), this.code, this.message, { ...this.details, ...details }, { cause: this });
  }
}
