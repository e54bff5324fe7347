import type { FieldLayout } from './field-layout.ts';

const AMPERSAND = 0x26;
const EQUALS = 0x3d;
const PLUS = 0x2b;
const PERCENT = 0x25;
const SPACE = 0x20;

/** Reads a url-encoded form field by field and puts the decoded bytes end to end, each field as `name=value`. */
export class FormDecoder {
  readonly #body: Uint8Array;
  readonly #decoded: Buffer;
  #at = 0;
  /** Where the field read last ends. */
  end = 0;
  /** Whether it is ASCII. */
  isAscii = true;

  constructor(body: Uint8Array) {
    this.#body = body;
    // A name without a value gets its `=`: at most one byte more comes out than goes in.
    this.#decoded = body.length < SCRATCH.length ? SCRATCH : Buffer.allocUnsafe(body.length + 1);
  }

  /** Moves to the next field; false if there is none. */
  hasField(): boolean {
    const body = this.#body;
    while (this.#at < body.length && body[this.#at] === AMPERSAND) this.#at++;
    this.isAscii = true;
    return this.#at < body.length;
  }

  /** Takes the name of the field at `index`, if it is what comes next. */
  takeName({ bytes, starts }: FieldLayout, index: number): boolean {
    const body = this.#body;
    const decoded = this.#decoded;
    const last = starts[index + 1] as number;
    let at = this.#at;
    let end = this.end;
    for (let from = starts[index] as number; from < last; from++) {
      const byte = bytes[from] as number;
      if (body[at++] !== byte) return false;
      decoded[end++] = byte;
    }
    this.#at = at;
    this.end = end;
    return true;
  }

  /** Reads a name and its `=`; where there is none, as if there were. */
  decodeName(): void {
    const body = this.#body;
    let stop = this.#at;
    while (stop < body.length && body[stop] !== EQUALS && body[stop] !== AMPERSAND) stop++;
    this.#decode(stop);
    this.#decoded[this.end++] = EQUALS;
    if (body[this.#at] === EQUALS) this.#at++;
  }

  decodeValue(): void {
    this.#decode(this.#body.length);
  }

  /** What was decoded, as a byte string. */
  text(start = 0): string {
    return this.#decoded.toString('latin1', start, this.end);
  }

  /** Decodes up to an `&`, or to `stop`. */
  #decode(stop: number): void {
    const body = this.#body;
    const decoded = this.#decoded;
    let at = this.#at;
    let end = this.end;
    let ored = 0;
    while (at < stop) {
      const byte = body[at] as number;
      // Nearly every byte stands for itself; those that do not, in ASCII, are not above `+`.
      if (byte > PLUS) {
        decoded[end++] = byte;
        ored |= byte;
      } else if (byte === AMPERSAND) {
        break;
      } else if (byte === PERCENT && at + 2 < stop) {
        const value = ((HEX[body[at + 1] as number] as number) << 4) | (HEX[body[at + 2] as number] as number);
        decoded[end++] = value < 0 ? PERCENT : value;
        if (value >= 0) at += 2;
        ored |= value;
      } else {
        decoded[end++] = byte === PLUS ? SPACE : byte;
      }
      at++;
    }
    this.#at = at;
    this.end = end;
    if ((ored & 0x80) !== 0) this.isAscii = false;
  }
}

/** Where an ordinary form is decoded, before it becomes a string. */
const SCRATCH = Buffer.allocUnsafeSlow(16 * 1024);

/** The value of each byte as a hexadecimal digit, -1 if it is none. */
const HEX = Int8Array.from({ length: 256 }, (_, byte) =>
  '0123456789abcdef'.indexOf(String.fromCharCode(byte).toLowerCase()),
);
