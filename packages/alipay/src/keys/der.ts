/** One element of DER: its tag, and where its content begins and ends. */
export interface DerElement {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/** The element at an offset; undefined if there is none. `end` may lie behind the bytes: then they are cut short. */
export function readElement(der: Uint8Array, offset: number): DerElement | undefined {
  const tag = der[offset];
  const first = der[offset + 1];
  if (tag === undefined || first === undefined) return undefined;
  if (first < 0x80) return { tag, start: offset + 2, end: offset + 2 + first };
  const octets = first & 0x7f;
  if (octets === 0 || octets > 4 || offset + 2 + octets > der.length) return undefined;
  const start = offset + 2 + octets;
  let length = 0;
  for (let at = offset + 2; at < start; at++) length = length * 256 + (der[at] as number);
  return { tag, start, end: start + length };
}

/** The elements inside another one, in order. What is cut short ends the list. */
export function readElements(der: Uint8Array, outer: DerElement | undefined): DerElement[] {
  const elements: DerElement[] = [];
  for (let at = outer?.start ?? 0; outer !== undefined && at < outer.end; ) {
    const element = readElement(der, at);
    if (element === undefined || element.end > outer.end) break;
    elements.push(element);
    at = element.end;
  }
  return elements;
}
