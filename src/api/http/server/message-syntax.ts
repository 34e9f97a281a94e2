import type { IncomingMessage } from 'node:http';
import { CodedError } from '../../../common/coded-error';

/** A name or an address, and a port (RFC 3986, section 3.2). */
const HOST = String.raw`(?:\[[\w:.]+\]|[\w.~!$&'()*+,;=%-]+)`;
const PORT = String.raw`(?::\d*)?`;

/** A Host header may name no host (RFC 9110, section 7.2). */
const HOST_FIELD = new RegExp(`^${HOST}?${PORT}$`);

/** An absolute target: its authority, which has a host and no user (RFC 9110, section 4.2), and what follows. */
const ABSOLUTE_FORM = new RegExp(`^https?://(${HOST}${PORT})([/?#].*)?$`, 'i');

/** What is wrong with a request by RFC 9112 although Node accepts it; undefined: nothing. */
export function faultOf(request: IncomingMessage): CodedError | undefined {
  const { headers, headersDistinct, httpVersion, method, url = '' } = request;
  const hosts = headersDistinct.host?.length ?? 0;
  if (hosts > 1 || (hosts === 0 && httpVersion === '1.1')) return malformed('it must have one Host header');
  if (!HOST_FIELD.test(headers.host ?? '')) return malformed('its Host header is not a host and a port');
  if (!url.startsWith('/') && !ABSOLUTE_FORM.test(url) && !(url === '*' && method === 'OPTIONS')) {
    return malformed('its target is neither a path nor an http URL');
  }
  const coding = headers['transfer-encoding']?.toLowerCase() ?? 'chunked';
  // RFC 9112, section 6.1: whoever passed it on may not know where it ends.
  if (httpVersion === '1.0' && 'transfer-encoding' in headers) return malformed('HTTP/1.0 has no Transfer-Encoding');
  // Node decodes no other, so that its bytes would be taken for the body.
  return coding === 'chunked' ? undefined : new CodedError('unsupported_transfer', { values: { coding } });
}

/**
 * Makes an absolute target, such as a proxy may send, a path like all others. Its host takes the place of the Host header
 * (RFC 9112, section 3.2.2).
 */
export function useOriginForm(request: IncomingMessage): void {
  const [, host, rest = ''] = ABSOLUTE_FORM.exec(request.url ?? '') ?? [];
  if (host === undefined) return;
  request.headers.host = host;
  request.url = rest.startsWith('/') ? rest : `/${rest}`;
}

function malformed(reason: string): CodedError {
  return new CodedError('malformed_http', { values: { reason } });
}
