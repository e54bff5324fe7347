import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson } from './json-text.ts';

test.each([
  ['{"id":12345678901234567890}', { id: '12345678901234567890' }],
  ['[9007199254740993, -9007199254740993]', ['9007199254740993', '-9007199254740993']],
  ['9007199254740993', '9007199254740993'],
  ['{"id":9007199254740991,"n":-9007199254740991}', { id: 9007199254740991, n: -9007199254740991 }],
  [
    '{"a":"x: 12345678901234567890 \\" ,12345678901234567890"}',
    { a: 'x: 12345678901234567890 " ,12345678901234567890' },
  ],
  ['0.12345678901234567890', Number('0.12345678901234567890')],
  ['{"a":12345678901234567890.5}', { a: Number('12345678901234567890.5') }],
  ['{"a":12345678901234567890e2,"b":1e-1234567890123456789}', { a: Number('12345678901234567890e2'), b: 0 }],
])('%s is read without losing a digit of a whole number', (text, value) => {
  expect(parseJson(text)).toEqual(value);
});

test.each(['', '{', '0012345678901234567890', '[1,]', '{"a":1}x', 'undefined'])('%j is no JSON', (text) => {
  expect(parseJson(text)).toBeUndefined();
});

test('any other JSON is read as JavaScript reads it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const isExact = !/\d{16}/.test(text.replace(/"(?:[^"\\]|\\.)*"/g, ''));
      fc.pre(isExact);
      expect(parseJson(text)).toEqual(JSON.parse(text));
    }),
  );
});
