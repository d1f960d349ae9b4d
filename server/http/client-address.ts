import type { IncomingMessage } from 'node:http';
import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The address a request comes from. X-Forwarded-For counts only as far as trusted proxies wrote it (A70); IPv4 in IPv6 clothes is IPv4. */
export function clientAddress(request: IncomingMessage, isTrusted: (address: string) => boolean): string {
  let address = plain(request.socket.remoteAddress ?? '');
  const header = request.headers['x-forwarded-for'];
  if (header === undefined) return address;
  const forwarded = String(header)
    .split(',')
    .map((part) => part.trim())
    .filter((part) => ipaddr.isValid(part));
  while (forwarded.length > 0 && isTrusted(address)) address = plain(forwarded.pop() ?? '');
  return address;
}

export function isThisComputer(address: string): boolean {
  if (isIPv4(address)) return address.startsWith('127.');
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}

/** What the system says of a socket is plain already, mostly. */
function plain(address: string): string {
  if (isIPv4(address)) return address;
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : 'unknown';
}
