/** A bag of parameters by name. */
export type Parameters = ReadonlyMap<string, string>;

/**
 * The text that a request's signature covers: all parameters but `sign`, sorted by name, `name=value` joined by `&`,
 * values as they are (not URL-encoded). Empty ones are left out.
 */
export function requestStringToSign(parameters: Parameters): string {
  return join([...parameters.keys()], (name) => (name === 'sign' ? '' : parameters.get(name)));
}

/** The same for what Alipay sends (notifications and returns): there, `sign_type` is left out too. */
export function notificationStringToSign(fields: Readonly<Record<string, string>>): string {
  return join(Object.keys(fields), (name) => (name === 'sign' || name === 'sign_type' ? '' : fields[name]));
}

function join(names: string[], signedValue: (name: string) => string | undefined): string {
  const lines: string[] = [];
  for (const name of names.sort()) {
    const value = signedValue(name);
    if (value) lines.push(`${name}=${value}`);
  }
  return lines.join('&');
}
