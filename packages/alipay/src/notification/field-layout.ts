/** What the fields of a form are called, in the order they came, and what follows from that alone. */
export interface FieldLayout {
  /** Byte strings. */
  readonly names: readonly string[];
  /** The names, each with its `=`, end to end, as bytes. */
  readonly bytes: Uint8Array;
  /** Where in `bytes` each name begins; and, last, where they end. */
  readonly starts: readonly number[];
  /** The indexes, sorted by name, of all fields but `sign` and `sign_type`. */
  readonly signed: readonly number[];
  /** As `signed`, with `sign_type`. */
  readonly signedWithType: readonly number[];
  /** Where the first field of each name is. */
  readonly positions: ReadonlyMap<string, number>;
  /**
   * An object with a property of each name, but for `__proto__`: Alipay has no such parameter, and assigning it would
   * replace an object's prototype. Filling a copy of it is several times faster than adding to an empty object.
   */
  readonly shape: Readonly<Record<string, string>>;
}

/**
 * Alipay's messages of one kind name the same parameters in the same order, so what was found out about one is
 * remembered for the next: sorting and naming would otherwise cost as much as reading them. Nothing but names is
 * remembered, the latest first, and a form has a layout only if every name is the same.
 */
const known: FieldLayout[] = [];
const KNOWN_MAX = 8;
/** Messages of Alipay have some 400 bytes of names; whatever has far more is not worth remembering. */
const KNOWN_BYTES_MAX = 2048;

/** The layout that the next form is likeliest to have. */
export function likeliestLayout(): FieldLayout | undefined {
  return known[0];
}

/** The layout of fields with these names. */
export function layoutOf(names: readonly string[]): FieldLayout {
  const index = known.findIndex((layout) => isSame(layout.names, names));
  const layout = known[index] ?? newLayout(names);
  if (index >= 0) known.splice(index, 1);
  if (names.join('').length <= KNOWN_BYTES_MAX) known.unshift(layout);
  known.length = Math.min(known.length, KNOWN_MAX);
  return layout;
}

function isSame(names: readonly string[], others: readonly string[]): boolean {
  return names.length === others.length && names.every((name, index) => name === others[index]);
}

function newLayout(names: readonly string[]): FieldLayout {
  const signedWithType = [...names.keys()]
    .filter((index) => names[index] !== 'sign')
    .sort((a, b) => compare(names[a] as string, names[b] as string));
  const signed = signedWithType.filter((index) => names[index] !== 'sign_type');
  const positions = new Map<string, number>();
  names.forEach((name, index) => {
    if (!positions.has(name)) positions.set(name, index);
  });
  const bytes = Buffer.from(names.map((name) => `${name}=`).join(''), 'latin1');
  const starts = [0];
  for (const name of names) starts.push((starts.at(-1) as number) + name.length + 1);
  const shape = Object.fromEntries(names.filter((name) => name !== '__proto__').map((name) => [name, '']));
  return { names, bytes, starts, signed, signedWithType, positions, shape };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
