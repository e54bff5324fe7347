/** `gmt_refund_pay` as `gmtRefundPay`. */
export function camelCase(name: string): string {
  return name.replace(/_+([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase());
}

/** The same value with every name in it, however deep, in camelCase. */
export function camelCaseNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCaseNames);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [camelCase(name), camelCaseNames(inner)]));
}
