import * as zlib from 'node:zlib';

/** Continues the CRC-32 of what came before with more bytes. */
export const crc32: (bytes: Uint8Array, before: number) => number =
  // Node has it since 20.15 and 22.2.
  'crc32' in zlib ? zlib.crc32 : crc32ByTable;

export function crc32ByTable(bytes: Uint8Array, before: number): number {
  let crc = ~before;
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  return ~crc >>> 0;
}

const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});
