/** A bag of parameters by name. */
export type Parameters = ReadonlyMap<string, string>;

/**
 * The text that a request's signature covers: all parameters but `sign`, sorted by name, `name=value` joined by `&`,
 * values as they are (not URL-encoded). Empty ones are left out.
 */
export function requestStringToSign(parameters: Parameters): string {
  return join(parameters, (name) => name !== 'sign');
}

/** The same for what Alipay sends (notifications and returns): there, `sign_type` is left out too. */
export function notificationStringToSign(parameters: Parameters): string {
  return join(parameters, (name) => name !== 'sign' && name !== 'sign_type');
}

function join(parameters: Parameters, isSigned: (name: string) => boolean): string {
  let text = '';
  for (const name of [...parameters.keys()].sort()) {
    const value = parameters.get(name);
    if (isSigned(name) && value !== '') text += text === '' ? `${name}=${value}` : `&${name}=${value}`;
  }
  return text;
}
