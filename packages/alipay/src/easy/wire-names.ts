/**
 * The object with the fields of the table renamed to Alipay's names, the others as they are: Easy SDK documents a few
 * objects in camel case, and people pass more fields than it documents.
 */
export function inWireNames<Fields extends object>(
  fields: Fields,
  names: Readonly<Partial<Record<keyof Fields & string, string>>>,
): Record<string, unknown> {
  const table = new Map(Object.entries(names));
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [table.get(name) ?? name, value]));
}
