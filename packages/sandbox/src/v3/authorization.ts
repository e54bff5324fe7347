/** The `Authorization` header of a v3 request. */
export interface Authorization {
  /** All that is signed of it: everything between the algorithm and `,sign=`. */
  readonly authString: string;
  readonly fields: ReadonlyMap<string, string>;
  readonly signature: string | undefined;
}

const ALGORITHM = 'ALIPAY-SHA256withRSA';

/** Reads the header; `other algorithm` when it is not signed with RSA and SHA-256. An absent one reads as empty. */
export function readAuthorization(header: string | undefined): Authorization | 'other algorithm' {
  const [algorithm = '', ...rest] = (header ?? ALGORITHM).trim().split(' ');
  if (algorithm !== ALGORITHM) return 'other algorithm';
  const text = rest.join(' ');
  const at = text.lastIndexOf('sign=');
  const authString = at === -1 ? text : text.slice(0, at).replace(/,$/, '');
  const pairs = authString.split(',').filter((pair) => pair.includes('='));
  return {
    authString,
    fields: new Map(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])),
    signature: at === -1 ? undefined : text.slice(at + 'sign='.length),
  };
}
