import { createDeflateRaw } from 'node:zlib';
import { crc32 } from '../bill/crc32.ts';

/** A file to be packed. */
export interface FileToPack {
  /** The name's bytes. */
  readonly name: Uint8Array;
  readonly data: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

interface Packed {
  readonly name: Uint8Array;
  readonly crc: number;
  readonly packedLength: number;
  readonly length: number;
  readonly offset: number;
}

/** Packs files as Java's zip writer does, and so Alipay: deflated, lengths behind the data, a directory at the end. */
export async function* zip(files: Iterable<FileToPack>): AsyncGenerator<Uint8Array> {
  const packed: Packed[] = [];
  let offset = 0;
  for (const file of files) {
    const start = offset;
    for await (const part of pack(file, start, packed)) {
      offset += part.length;
      yield part;
    }
  }
  const directory = Buffer.concat(packed.map(directoryEntry));
  yield directory;
  yield endOfDirectory(packed.length, directory.length, offset);
}

async function* pack({ name, data }: FileToPack, offset: number, packed: Packed[]): AsyncGenerator<Uint8Array> {
  yield Buffer.concat([fields(0x04034b50, [20, 8, 8, 0, 0], [0, 0, 0], [name.length, 0]), name]);
  let crc = 0;
  let length = 0;
  let packedLength = 0;
  const deflate = createDeflateRaw({ level: 1 });
  const feeding = (async () => {
    for await (const chunk of data) {
      crc = crc32(chunk, crc);
      length += chunk.length;
      await new Promise<void>((resolve, reject) =>
        deflate.write(chunk, (error) => (error ? reject(error) : resolve())),
      );
    }
    deflate.end();
  })();
  feeding.catch((error) => deflate.destroy(error));
  for await (const chunk of deflate) {
    packedLength += chunk.length;
    yield chunk;
  }
  await feeding;
  yield fields(0x08074b50, [], [crc, packedLength, length], []);
  packed.push({ name, crc, packedLength, length, offset });
}

function directoryEntry({ name, crc, packedLength, length, offset }: Packed): Buffer {
  const head = fields(0x02014b50, [20, 20, 8, 8, 0, 0], [crc, packedLength, length], [name.length, 0, 0, 0, 0]);
  return Buffer.concat([head, fields(undefined, [], [0, offset], []), name]);
}

function endOfDirectory(count: number, length: number, offset: number): Buffer {
  return fields(0x06054b50, [0, 0, count, count], [length, offset], [0]);
}

/** Little-endian numbers: a signature, 16-bit ones, 32-bit ones, 16-bit ones. */
function fields(signature: number | undefined, shorts: number[], longs: number[], more: number[]): Buffer {
  const bytes = Buffer.alloc(
    (signature === undefined ? 0 : 4) + 2 * shorts.length + 4 * longs.length + 2 * more.length,
  );
  let at = signature === undefined ? 0 : bytes.writeUInt32LE(signature, 0);
  for (const value of shorts) at = bytes.writeUInt16LE(value, at);
  for (const value of longs) at = bytes.writeUInt32LE(value, at);
  for (const value of more) at = bytes.writeUInt16LE(value, at);
  return bytes;
}
