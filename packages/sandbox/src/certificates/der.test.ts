import { createPublicKey } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bitString, integer, NULL, objectId, octetString, sequence, utcTime } from './der.ts';

test('lengths are written short up to 127 and long above', () => {
  const lengthBytes = (size: number) =>
    octetString(Buffer.alloc(size))
      .subarray(1, -size || undefined)
      .toString('hex');
  expect([1, 127, 128, 255, 256, 65_535, 65_536].map(lengthBytes)).toEqual([
    '01',
    '7f',
    '8180',
    '81ff',
    '820100',
    '82ffff',
    '83010000',
  ]);
});

test('a number with its highest bit set gets a zero in front, so that it stays positive', () => {
  expect(integer(Buffer.from('7f', 'hex')).toString('hex')).toBe('02017f');
  expect(integer(Buffer.from('80', 'hex')).toString('hex')).toBe('02020080');
});

test('object identifiers and times are as in the standard', () => {
  expect(objectId('1.2.840.113549.1.1.11').toString('hex')).toBe('06092a864886f70d01010b');
  expect(utcTime(Date.UTC(2026, 0, 31, 9, 30, 5)).toString('latin1', 2)).toBe('260131093005Z');
});

test('any RSA key written so is read back by OpenSSL', () => {
  const odd = fc.uint8Array({ minLength: 128, maxLength: 128 });
  fc.assert(
    fc.property(odd, (bytes) => {
      bytes[0] = (bytes[0] ?? 0) | 0x80;
      bytes[127] = (bytes[127] ?? 0) | 1;
      const key = sequence(integer(bytes), integer(Buffer.from([1, 0, 1])));
      const spki = sequence(sequence(objectId('1.2.840.113549.1.1.1'), NULL), bitString(key));
      const read = createPublicKey({ key: spki, format: 'der', type: 'spki' }).export({ format: 'jwk' });
      expect(read.n).toBe(Buffer.from(bytes).toString('base64url'));
    }),
    { numRuns: 50 },
  );
});
