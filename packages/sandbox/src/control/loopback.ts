import { type HttpRequest, SandboxError } from '../http/message.ts';

/**
 * The control plane needs no signature, so it answers this machine only. A browser on this machine may still be led
 * here by a foreign page whose name was made to resolve to 127.0.0.1; such a request carries the foreign name as its
 * Host, and is refused too.
 *
 * @throws {SandboxError} 403
 */
export function requireLoopback(request: HttpRequest, publicHost: string | undefined): void {
  if (!isLoopbackAddress(request.remoteAddress)) {
    throw new SandboxError(403, 'loopback_only', 'The control plane answers only to the machine it runs on.');
  }
  const host = hostName(request.headers.host ?? '');
  if (!isLoopbackName(host) && host !== publicHost) {
    throw new SandboxError(
      403,
      'loopback_only',
      `The control plane is not known as ${host}. Use 127.0.0.1 or localhost.`,
    );
  }
}

/**
 * A page of another site can make a browser post here, though not read the answer. It then says where it comes from.
 *
 * @throws {SandboxError} 403
 */
export function refuseForeignPages({ headers }: HttpRequest): void {
  const { origin } = headers;
  if (origin === undefined || (URL.canParse(origin) && new URL(origin).host === headers.host)) return;
  throw new SandboxError(403, 'foreign_page', `The control plane takes no requests from pages of ${origin}.`);
}

/** The host part of `name:port`, in lower case, brackets of IPv6 addresses removed. */
export function hostName(hostAndPort: string): string {
  return hostAndPort
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1');
}

function isLoopbackName(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || isLoopbackAddress(host);
}

function isLoopbackAddress(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(address);
}
