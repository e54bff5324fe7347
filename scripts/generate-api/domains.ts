/** Above this many methods a domain is split by the next part of the name. */
const METHODS_MAX = 60;

/**
 * The domain that each API belongs to, which is also the name of its file: `alipay.trade`, or `alipay.open.mini` where
 * `alipay.open` alone would be a file too long to read.
 */
export function domainsOf(names: readonly string[]): ReadonlyMap<string, string> {
  const broad = count(names, 2);
  const narrow = count(names, 3);
  return new Map(
    names.map((name) => {
      const big = (broad.get(first(name, 2)) ?? 0) > METHODS_MAX;
      const worthIt = (narrow.get(first(name, 3)) ?? 0) > METHODS_MAX / 6;
      return [name, first(name, big && worthIt ? 3 : 2)];
    }),
  );
}

export function fileOf(domain: string): string {
  return `${domain.replaceAll('.', '-')}.ts`;
}

/** `alipay.trade.refund` as `AlipayTradeRefund`, the way Alipay names its models. */
export function pascal(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join('');
}

function count(names: readonly string[], parts: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(first(name, parts), (counts.get(first(name, parts)) ?? 0) + 1);
  return counts;
}

function first(name: string, parts: number): string {
  return name.split('.').slice(0, parts).join('.');
}
