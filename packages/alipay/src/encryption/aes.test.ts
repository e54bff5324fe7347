import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AlipayConfigError, AlipayRequestError } from '../errors/index.ts';
import { aesDecrypt, aesEncrypt, readAesKey } from './index.ts';

const KEY = 'aZ9sLr8F6lYzF9mSQ4yCEA==';
const key = readAesKey('encryptKey', KEY);

describe('AES as Alipay uses it', () => {
  test('gives the bytes that OpenSSL gives for the same key and a zero IV', () => {
    // printf '{"a":"充值"}' | openssl enc -aes-128-cbc -K 699f6c2ebf05ea563317d992438c8210 -iv 0...0 -base64
    expect(aesEncrypt(key, '{"a":"充值"}')).toBe('T0fpq5h8G+Q+SiPGDzHrrA==');
  });

  test('reads back any text it wrote', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(aesDecrypt(key, aesEncrypt(key, text))).toBe(text);
      }),
    );
    expect(aesDecrypt(key, aesEncrypt(key, '充值', 'gbk'), 'gbk')).toBe('充值');
  });

  test('takes nothing but text', () => {
    expect(() => aesEncrypt(readAesKey('encryptKey', KEY), undefined as never)).toThrow('not undefined');
  });

  test('refuses what was made with another key, was cut, or is no ciphertext', () => {
    const other = readAesKey('encryptKey', Buffer.alloc(16, 7).toString('base64'));
    for (const text of [aesEncrypt(key, 'text').slice(0, 8), '', 'plain text', aesEncrypt(other, 'x'.repeat(40))]) {
      expect(() => aesDecrypt(key, text)).toThrow(AlipayRequestError);
    }
  });

  test.each([undefined, '', 'too short', `${KEY}AA==`, Buffer.alloc(32).toString('base64'), 16])(
    'takes no key but 16 bytes in base64: %j',
    (text) => {
      expect(() => readAesKey('encryptKey', text)).toThrow(AlipayConfigError);
    },
  );
});
