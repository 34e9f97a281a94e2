import { BlockList, isIP } from 'node:net';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/**
 * The name or address in a host such as `Example.com:80`, as all its spellings are compared: in lower case, without port and
 * final dot, addresses in their shortest form, those of IPv6 in brackets. Undefined if the text is not a host.
 */
export function hostNameOf(host: string): string | undefined {
  const url = `http://${host}`;
  return URL.canParse(url) ? new URL(url).hostname.replace(/\.$/, '') : undefined;
}

/** Whether a name from `hostNameOf` always stands for the machine itself (RFC 6761, section 6.3; RFC 1122, section 3.2.1.3). */
export function isLoopback(name: string): boolean {
  const address = name.replace(/^\[(.*)\]$/, '$1');
  const version = isIP(address);
  if (version > 0) return LOOPBACK.check(address, version === 4 ? 'ipv4' : 'ipv6');
  return name === 'localhost' || name.endsWith('.localhost');
}
