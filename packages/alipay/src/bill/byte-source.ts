import { AlipayBillError } from './bill-error.ts';

/** Bytes that come in pieces of any size, read in pieces of the size one needs. Holds no more than the piece at hand. */
export class ByteSource {
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #bytesMax: number;
  #rest: Uint8Array = new Uint8Array(0);
  #taken = 0;

  constructor(chunks: AsyncIterable<Uint8Array>, bytesMax: number) {
    this.#chunks = chunks[Symbol.asyncIterator]();
    this.#bytesMax = bytesMax;
  }

  /** Whatever comes next; undefined at the end. @throws {AlipayBillError} */
  async next(): Promise<Uint8Array | undefined> {
    if (this.#rest.length > 0) {
      const rest = this.#rest;
      this.#rest = new Uint8Array(0);
      return rest;
    }
    for (;;) {
      const { done, value } = await this.#chunks.next();
      if (done === true) return undefined;
      this.#taken += value.length;
      if (this.#taken > this.#bytesMax) {
        throw new AlipayBillError('too_large', `The bill's file has more than ${this.#bytesMax} bytes.`);
      }
      if (value.length > 0) return value;
    }
  }

  /** Gives back what was taken too much. */
  unread(bytes: Uint8Array): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([bytes, this.#rest]);
  }

  /** Exactly so many bytes. @throws {AlipayBillError} if there are fewer. */
  async take(length: number): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    let missing = length;
    while (missing > 0) {
      const chunk = await this.next();
      if (chunk === undefined) {
        throw new AlipayBillError('truncated', "The bill's file ends too early: the download was cut off. Ask again.");
      }
      parts.push(chunk.subarray(0, missing));
      if (chunk.length > missing) this.unread(chunk.subarray(missing));
      missing -= Math.min(missing, chunk.length);
    }
    return Buffer.concat(parts);
  }

  /** Lets go of the bytes that are left, and of where they come from. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
