import { CodedError } from '../../../common/coded-error';

/** A query or path parameter is wrong, rather than a body. */
export class ParameterError extends CodedError {}
