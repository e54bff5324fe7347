import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decryptBytes, encryptBytes, isAesKey, newAesKey } from './aes.ts';

test('what is encrypted is decrypted again, byte for byte, and by no other key as the same', () => {
  const key = newAesKey();
  const other = newAesKey();
  expect(isAesKey(key)).toBe(true);
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 0, maxLength: 200 }), (bytes) => {
      const text = encryptBytes(bytes, key);
      expect(decryptBytes(text, key)).toEqual(Buffer.from(bytes));
      expect(decryptBytes(text, other)?.equals(bytes) ?? false).toBe(false);
    }),
  );
});

test('any text that is no ciphertext is told apart', () => {
  const key = newAesKey();
  for (const text of ['', '{"a":1}', 'short', 'QUJD', '收']) expect(decryptBytes(text, key)).toBeUndefined();
});

test.each(['', 'x', 'MDEyMzQ1Njc4OWFiY2RlZg', Buffer.alloc(32).toString('base64')])('%j is no key', (text) => {
  expect(isAesKey(text)).toBe(false);
});
