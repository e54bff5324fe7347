/** One parameter of a form: where its name and its value lie in the form's bytes. The value begins where the name ends. */
export interface FormField {
  readonly start: number;
  readonly nameEnd: number;
  readonly end: number;
  /** Whether it is ASCII, and so reads the same in every charset. */
  readonly isAscii: boolean;
}

/** What the fields of a form are called, in the order they came, and what follows from that alone. */
export interface FieldLayout {
  /** Byte strings. */
  readonly names: readonly string[];
  /** The fields' indexes, sorted by name. */
  readonly sorted: readonly number[];
  /** Where the first field of each name is. */
  readonly positions: ReadonlyMap<string, number>;
}

/** A layout and its names' bytes, end to end, to be recognized by. */
interface KnownLayout extends FieldLayout {
  readonly bytes: Uint8Array;
}

/**
 * Alipay's messages of one kind name the same parameters in the same order, so what was found out about one is
 * remembered for the next: sorting and naming would otherwise cost as much as reading them. Nothing but names is
 * remembered, and they are compared byte by byte.
 */
const known: KnownLayout[] = [];
const KNOWN_MAX = 8;
/** Messages of Alipay have some 400 bytes of names; whatever has far more is not worth remembering. */
const KNOWN_BYTES_MAX = 2048;

/** The layout of a form's fields. */
export function layoutOf(bytes: Uint8Array, fields: readonly FormField[]): FieldLayout {
  for (const layout of known) {
    if (isLayoutOf(layout, bytes, fields)) return layout;
  }
  return newLayout(bytes, fields);
}

function isLayoutOf(layout: KnownLayout, bytes: Uint8Array, fields: readonly FormField[]): boolean {
  if (layout.names.length !== fields.length) return false;
  let at = 0;
  for (let index = 0; index < fields.length; index++) {
    const { start, nameEnd } = fields[index] as FormField;
    if (nameEnd - start !== (layout.names[index] as string).length) return false;
    for (let from = start; from < nameEnd; from++) {
      if (bytes[from] !== layout.bytes[at++]) return false;
    }
  }
  return true;
}

function newLayout(bytes: Uint8Array, fields: readonly FormField[]): FieldLayout {
  const parts = fields.map(({ start, nameEnd }) => Buffer.from(bytes.subarray(start, nameEnd)));
  const names = parts.map((part) => part.toString('latin1'));
  const sorted = names.map((_, index) => index).sort((a, b) => compare(names[a] as string, names[b] as string));
  const positions = new Map<string, number>();
  names.forEach((name, index) => {
    if (!positions.has(name)) positions.set(name, index);
  });
  const layout = { names, sorted, positions, bytes: Buffer.concat(parts) };
  if (layout.bytes.length <= KNOWN_BYTES_MAX) {
    known.unshift(layout);
    known.length = Math.min(known.length, KNOWN_MAX);
  }
  return layout;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
