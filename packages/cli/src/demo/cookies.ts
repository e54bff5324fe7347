/** Reads one cookie of a `Cookie` header. Undefined if absent or not decodable. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  const pair = (header ?? '').split(/;\s*/).find((candidate) => candidate.startsWith(`${name}=`));
  if (pair === undefined) return undefined;
  try {
    return decodeURIComponent(pair.slice(name.length + 1));
  } catch {
    return undefined;
  }
}

/** Writes a `Set-Cookie` header's value; an age of 0 makes the browser forget the cookie. */
export function writeCookie(name: string, value: string, path: string, maxAgeSeconds: number): string {
  return `${name}=${encodeURIComponent(value)}; Path=${path}; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax`;
}
