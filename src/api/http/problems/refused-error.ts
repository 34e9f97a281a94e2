import { STATUS_CODES } from 'node:http';
import { CodedError } from '../../../common/coded-error';

/** A request that Node, Express or its middleware refuses, for which there is no code of its own. It keeps its status. */
export class RefusedError extends CodedError {
  constructor(
    readonly status: number,
    cause: unknown,
  ) {
    super('request_refused', { values: { reason: STATUS_CODES[status] ?? `status ${status}` }, cause });
  }
}
