import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CharsetError, charsetOf, decodeText, encodeText } from './index.ts';

describe('charsets', () => {
  test('are known by name in any letter case', () => {
    expect(['utf-8', 'UTF-8', 'GBK', 'gb2312', 'big5', ''].map(charsetOf)).toEqual([
      'utf-8',
      'utf-8',
      'gbk',
      'gbk',
      undefined,
      undefined,
    ]);
  });

  test('GBK has the bytes of the standard', () => {
    expect(encodeText('充值 100%', 'gbk').toString('hex')).toBe('b3e4d6b52031303025');
    expect(decodeText(Buffer.from('b3e4d6b5', 'hex'), 'gbk')).toBe('充值');
  });

  test('every character that GBK has comes back as it went', () => {
    const hanzi = fc.string({
      unit: fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((code) => String.fromCharCode(code)),
    });
    fc.assert(fc.property(hanzi, (text) => decodeText(encodeText(text, 'gbk'), 'gbk') === text));
  });

  test('a character that GBK lacks is a clear error, never a question mark', () => {
    expect(() => encodeText('tea 🍵', 'gbk')).toThrow(CharsetError);
    expect(() => encodeText('tea 🍵', 'gbk')).toThrow('U+1F375');
  });
});
