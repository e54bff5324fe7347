import { inflateRawSync } from 'node:zlib';

/** The files of a bill's archive, read by its directory, without the writer's help. */
export function unzip(archive: Buffer): Record<string, string> {
  const gbk = new TextDecoder('gbk', { fatal: true });
  const end = archive.lastIndexOf(Buffer.from('504b0506', 'hex'));
  const files: Record<string, string> = {};
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const [packed, nameLength, offset] = [
      archive.readUInt32LE(at + 20),
      archive.readUInt16LE(at + 28),
      archive.readUInt32LE(at + 42),
    ];
    const name = gbk.decode(archive.subarray(at + 46, at + 46 + nameLength));
    const start = offset + 30 + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28);
    files[name] = gbk.decode(inflateRawSync(archive.subarray(start, start + packed)));
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return files;
}
