import { isIPv4, isIPv6 } from 'node:net';

/**
 * The part of an address that one subscriber is handed: an IPv4 address as it is, the first 64 bits
 * of an IPv6 address. Anybody with one IPv6 line has 2^64 addresses to make attempts from.
 */
export function networkOf(address: string): string {
  const [bare = ''] = address.split('%');
  if (!isIPv6(bare)) return bare;
  const mapped = bare.slice(bare.lastIndexOf(':') + 1);
  if (isIPv4(mapped)) return mapped;
  const [head = '', tail] = bare.toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const after = tail === '' ? [] : tail.split(':');
    const missing = 8 - groups.length - after.length;
    groups.push(...Array.from({ length: missing }, () => '0'), ...after);
  }
  const network = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}
