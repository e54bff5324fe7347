/** A request's parameters, by wire name. */
export type Parameters = Readonly<Record<string, string>>;

/**
 * Alipay's string to sign: the parameters without `sign` and without empty values, sorted by name in ASCII order,
 * `name=value` joined with `&`, values raw.
 *
 * Requests keep `sign_type` in it; notifications leave it out.
 * Source: Alipay open platform, "自行实现签名".
 */
export function signContent(parameters: Parameters): string {
  const pairs: string[] = [];
  for (const name of Object.keys(parameters).sort()) {
    const value = parameters[name];
    if (value !== undefined && value !== '' && name !== 'sign') pairs.push(`${name}=${value}`);
  }
  return pairs.join('&');
}
