import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printForm } from './form-text.ts';

test('a form is written as the standard has it, whatever is in it', () => {
  const ascii = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)).join('');
  const isAsUrlSearchParams = (name: string, value: string): void => {
    expect(printForm([[name, value]], 'utf-8')).toBe(new URLSearchParams([[name, value]]).toString());
  };
  isAsUrlSearchParams('all', ascii);
  isAsUrlSearchParams('half', 'a\ud83d b');
  fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), isAsUrlSearchParams));
});

test('in GBK the bytes are those of GBK, and what it lacks is a question mark', () => {
  expect(printForm([['subject', '龙井 ~😀']], 'gbk')).toBe('subject=%C1%FA%BE%AE+%7E%3F');
});
