import type { IncomingMessage } from 'node:http';
import { Problem } from '../problem';
import { type BodyLimits, mediaType, requestBody } from './request-body';

export const NOT_JSON = { unsupported_media_type: 'Send the body as application/json.' };

/**
 * A request's body as JSON, unzipped if it is gzip, beside its bytes.
 * @throws Problem 400 `malformed_request`; 415 `unsupported_media_type`; and what `requestBody` throws
 */
export async function readJson(
  request: IncomingMessage,
  limits: BodyLimits,
): Promise<{ value: unknown; body: Buffer }> {
  if (mediaType(request) !== 'application/json') {
    throw new Problem(415, 'unsupported_media_type', NOT_JSON.unsupported_media_type);
  }
  const chunks: Buffer[] = [];
  for await (const chunk of requestBody(request, limits)) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  return { value: parsed(body), body };
}

function parsed(body: Buffer): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return value;
  } catch (cause) {
    throw new Problem(400, 'malformed_request', 'The body is not JSON in UTF-8.', {}, { cause });
  }
}
