import { createInflateRaw, type InflateRaw } from 'node:zlib';
import { AlipayBillError } from './bill-error.ts';
import type { ByteSource } from './byte-source.ts';
import { crc32 } from './crc32.ts';

/** A file in an archive. Its data are to be read to their end before the next file is asked for. */
export interface ZipEntry {
  /** The name's bytes: Alipay writes them in GBK. */
  readonly name: Buffer;
  readonly data: AsyncIterable<Uint8Array>;
}

const LOCAL_FILE = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const CENTRAL_FILE = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;

const ENTRIES_MAX = 64;
const STORED = 0;
const DEFLATED = 8;
const IS_ENCRYPTED = 0x1;
const SIZES_FOLLOW = 0x8;

/** What an archive says of a file, once before or behind it and once more in its directory. */
interface FileFacts {
  readonly name: Buffer;
  readonly crc: number;
  readonly packedLength: number;
  readonly length: number;
}

/**
 * Reads a zip archive from front to back, holding only the piece at hand. Everything the archive says of its files is
 * compared with what was read and with its directory, at the end: a file that is not whole is an error, never a part.
 * @throws {AlipayBillError}
 */
export async function* unzip(source: ByteSource, bytesMax: number): AsyncGenerator<ZipEntry> {
  const files: FileFacts[] = [];
  let bytesLeft = bytesMax;
  let signature = (await signatureOf(source)) ?? 0;
  while (signature === LOCAL_FILE) {
    if (files.length === ENTRIES_MAX) throw foreign(`it has more than ${ENTRIES_MAX} files`);
    const file = new PackedFile(source, await readLocalHeader(source), bytesLeft);
    yield { name: file.header.name, data: file.data() };
    files.push(await file.facts());
    bytesLeft -= file.length;
    signature = (await source.take(4)).readUInt32LE(0);
  }
  if (files.length === 0) throw foreign('it is not a zip archive');
  await checkDirectory(source, signature, files);
}

async function signatureOf(source: ByteSource): Promise<number | undefined> {
  const first = await source.next();
  if (first === undefined) throw new AlipayBillError('truncated', "The bill's file is empty. Ask again.");
  source.unread(first);
  if (first[0] !== 0x50) throw foreign(`it is not a zip archive; it begins ${quote(first)}`);
  return (await source.take(4)).readUInt32LE(0);
}

interface LocalHeader {
  readonly name: Buffer;
  readonly method: number;
  readonly sizesFollow: boolean;
  readonly crc: number;
  readonly packedLength: number;
  readonly length: number;
}

async function readLocalHeader(source: ByteSource): Promise<LocalHeader> {
  const head = await source.take(26);
  const flags = head.readUInt16LE(2);
  const name = await source.take(head.readUInt16LE(22));
  await source.take(head.readUInt16LE(24));
  const method = head.readUInt16LE(4);
  const sizesFollow = (flags & SIZES_FOLLOW) !== 0;
  if ((flags & IS_ENCRYPTED) !== 0) throw foreign('it is encrypted');
  if (method !== DEFLATED && (method !== STORED || sizesFollow)) throw foreign(`it is packed by method ${method}`);
  return {
    ...{ name, method, sizesFollow },
    ...{ crc: head.readUInt32LE(10), packedLength: head.readUInt32LE(14), length: head.readUInt32LE(18) },
  };
}

/** One file while it is read. */
class PackedFile {
  readonly header: LocalHeader;
  readonly #source: ByteSource;
  readonly #bytesMax: number;
  #crc = 0;
  #packedLength = 0;
  #isRead = false;
  /** How many bytes it has, unpacked, so far. */
  length = 0;

  constructor(source: ByteSource, header: LocalHeader, bytesMax: number) {
    this.#source = source;
    this.header = header;
    this.#bytesMax = bytesMax;
  }

  async *data(): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.header.method === STORED ? this.#stored() : this.#inflated()) {
      this.length += chunk.length;
      if (this.length > this.#bytesMax) {
        throw new AlipayBillError('too_large', 'The bill unpacks to more bytes than the limit of this call.');
      }
      this.#crc = crc32(chunk, this.#crc);
      yield chunk;
    }
    this.#isRead = true;
  }

  /** What was read, once it has been compared with what the archive says behind it. */
  async facts(): Promise<FileFacts> {
    if (!this.#isRead) throw new Error('The next file was asked for before this one was read.');
    const { name, sizesFollow } = this.header;
    const said = sizesFollow ? await readDescriptor(this.#source) : this.header;
    const read = { name, crc: this.#crc, packedLength: this.#packedLength, length: this.length };
    if (!isSame(read, { ...said, name })) throw damaged('its checksum or length does not fit');
    return read;
  }

  async *#stored(): AsyncGenerator<Uint8Array> {
    while (this.#packedLength < this.header.length) {
      const chunk = await this.#source.next();
      if (chunk === undefined) throw truncated();
      const mine = chunk.subarray(0, this.header.length - this.#packedLength);
      if (mine.length < chunk.length) this.#source.unread(chunk.subarray(mine.length));
      this.#packedLength += mine.length;
      yield mine;
    }
  }

  async *#inflated(): AsyncGenerator<Uint8Array> {
    const inflate = createInflateRaw({ chunkSize: 64 * 1024 });
    const feeding = feed(inflate, this.#source);
    feeding.catch((error) => inflate.destroy(error));
    try {
      for await (const chunk of inflate) yield chunk as Buffer;
    } catch (cause) {
      throw cause instanceof AlipayBillError ? cause : damaged('its packed data cannot be read', cause);
    }
    await feeding;
    this.#packedLength = inflate.bytesWritten;
  }
}

/**
 * Gives the inflater its input piece by piece until it has found the end of the packed data, and gives back what lies
 * behind: a packed file does not tell its length beforehand.
 */
async function feed(inflate: InflateRaw, source: ByteSource): Promise<void> {
  let ended = false;
  const end = new Promise<void>((resolve) => {
    inflate.once('end', resolve).once('close', resolve);
  }).then(() => {
    ended = true;
  });
  let given = 0;
  while (!ended) {
    const chunk = await source.next();
    if (chunk === undefined) throw truncated();
    given += chunk.length;
    const written = new Promise<void>((resolve) => inflate.write(chunk, () => resolve()));
    await Promise.race([written, end]);
    const left = given - inflate.bytesWritten;
    if (left > 0) {
      await end;
      source.unread(chunk.subarray(chunk.length - left));
    }
  }
}

async function readDescriptor(source: ByteSource): Promise<Omit<FileFacts, 'name'>> {
  const first = (await source.take(4)).readUInt32LE(0);
  const crc = first === DESCRIPTOR ? (await source.take(4)).readUInt32LE(0) : first;
  const sizes = await source.take(8);
  return { crc, packedLength: sizes.readUInt32LE(0), length: sizes.readUInt32LE(4) };
}

/** The directory at the end is how an archive shows that it is whole. */
async function checkDirectory(source: ByteSource, first: number, files: readonly FileFacts[]): Promise<void> {
  let signature = first;
  for (const file of files) {
    if (signature !== CENTRAL_FILE) throw damaged('its directory lacks a file');
    const head = await source.take(42);
    const name = await source.take(head.readUInt16LE(24));
    await source.take(head.readUInt16LE(26) + head.readUInt16LE(28));
    const said = { crc: head.readUInt32LE(12), packedLength: head.readUInt32LE(16), length: head.readUInt32LE(20) };
    if (!isSame(file, { ...said, name })) throw damaged('its directory does not fit its files');
    signature = (await source.take(4)).readUInt32LE(0);
  }
  if (signature !== END_OF_DIRECTORY) throw damaged('its directory has no end');
  const end = await source.take(18);
  if (end.readUInt16LE(6) !== files.length) throw damaged('its directory counts other files');
  await source.take(end.readUInt16LE(16));
  if ((await source.next()) !== undefined) throw damaged('something follows its end');
}

function isSame(a: FileFacts, b: FileFacts): boolean {
  return a.crc === b.crc && a.packedLength === b.packedLength && a.length === b.length && a.name.equals(b.name);
}

function foreign(what: string): AlipayBillError {
  return new AlipayBillError('foreign', `The file is not a bill: ${what}.`);
}

function damaged(what: string, cause?: unknown): AlipayBillError {
  return new AlipayBillError('damaged', `The bill's file is damaged: ${what}. Ask for the bill again.`, cause);
}

function truncated(): AlipayBillError {
  return new AlipayBillError('truncated', "The bill's file ends too early: the download was cut off. Ask again.");
}

function quote(bytes: Uint8Array): string {
  return JSON.stringify(Buffer.from(bytes.subarray(0, 60)).toString('utf8'));
}
