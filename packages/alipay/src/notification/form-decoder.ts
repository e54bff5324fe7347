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
  /** Where its `=` is. */
  nameEnd = 0;
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

  /** Takes a name, if it is what comes next. @param expected the name's bytes and its `=`. */
  takeName(expected: Uint8Array): boolean {
    const body = this.#body;
    const decoded = this.#decoded;
    const at = this.#at;
    const end = this.end;
    for (let index = 0; index < expected.length; index++) {
      const byte = expected[index] as number;
      if (body[at + index] !== byte) return false;
      decoded[end + index] = byte;
    }
    this.#at = at + expected.length;
    this.end = end + expected.length;
    this.nameEnd = this.end - 1;
    return true;
  }

  decodeName(): void {
    this.#decode(IN_NAMES);
    this.nameEnd = this.end;
    this.#decoded[this.end++] = EQUALS;
    if (this.#body[this.#at] === EQUALS) this.#at++;
  }

  decodeValue(): void {
    this.#decode(IN_VALUES);
  }

  /** All that was decoded, as a byte string. */
  text(): string {
    return this.#decoded.toString('latin1', 0, this.end);
  }

  /** Decodes up to a byte of kind {@link STOP}. */
  #decode(kinds: Uint8Array): void {
    const body = this.#body;
    const decoded = this.#decoded;
    const { length } = body;
    let at = this.#at;
    let end = this.end;
    let ored = 0;
    while (at < length) {
      const byte = body[at] as number;
      const kind = kinds[byte] as number;
      if (kind === PLAIN) {
        decoded[end++] = byte;
      } else if (kind === STOP) {
        break;
      } else if (byte === PERCENT && at + 2 < length) {
        const value = ((HEX[body[at + 1] as number] as number) << 4) | (HEX[body[at + 2] as number] as number);
        decoded[end++] = value < 0 ? PERCENT : value;
        if (value >= 0) at += 2;
        ored |= value;
      } else {
        decoded[end++] = byte === PLUS ? SPACE : byte;
        ored |= byte;
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

/** Stands for itself. */
const PLAIN = 0;
/** Encodes another byte, or is not ASCII. */
const OTHER = 1;
/** Ends what is being decoded. */
const STOP = 2;

function kinds(stops: readonly number[]): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => {
    if (stops.includes(byte)) return STOP;
    return byte === PLUS || byte === PERCENT || byte >= 0x80 ? OTHER : PLAIN;
  });
}

const IN_NAMES = kinds([AMPERSAND, EQUALS]);
const IN_VALUES = kinds([AMPERSAND]);

/** The value of each byte as a hexadecimal digit, -1 if it is none. */
const HEX = Int8Array.from({ length: 256 }, (_, byte) =>
  '0123456789abcdef'.indexOf(String.fromCharCode(byte).toLowerCase()),
);
