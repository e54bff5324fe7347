import { crc32, deflateRawSync } from 'node:zlib';

/** A file to go into an archive; its name in the bytes that the archive shall carry. */
export interface ZipEntry {
  readonly name: Buffer;
  readonly content: Buffer;
}

const VERSION = 20;
const DEFLATE = 8;
/** 1980-01-01 00:00, the earliest that MS-DOS can say: the same bill is the same bytes. */
const DOS_TIME = 0;
const DOS_DATE = 0x21;

/**
 * A ZIP archive (PKWARE APPNOTE 6.3: deflate, no ZIP64). Names are written as they are, without the UTF-8 flag, as
 * Alipay writes them.
 */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const packed = deflateRawSync(content);
    const facts = factsOf(name, content, packed);
    const file = Buffer.concat([signature(0x04034b50), facts, name, packed]);
    // Version made by; then, after the facts shared with the file's own header: no comment, disk 0, no attributes.
    directory.push(signature(0x02014b50), uint16(VERSION), facts, uint16(0, 0, 0), uint32(0, offset), name);
    files.push(file);
    offset += file.length;
  }
  const index = Buffer.concat(directory);
  const end = [
    signature(0x06054b50),
    uint16(0, 0, entries.length, entries.length),
    uint32(index.length, offset),
    uint16(0),
  ];
  return Buffer.concat([...files, index, ...end]);
}

/** From the version needed to the length of the extra field: the same in both headers of a file. */
function factsOf(name: Buffer, content: Buffer, packed: Buffer): Buffer {
  return Buffer.concat([
    uint16(VERSION, 0, DEFLATE, DOS_TIME, DOS_DATE),
    uint32(crc32(content), packed.length, content.length),
    uint16(name.length, 0),
  ]);
}

function signature(value: number): Buffer {
  return uint32(value);
}

function uint16(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16LE(value, index * 2);
  return bytes;
}

function uint32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, index * 4);
  return bytes;
}
