import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AMOUNT_MAX_FEN, AmountError, formatYuan, isTradeAmount, parseYuan } from './index.ts';

describe('amounts in yuan', () => {
  test.each([
    ['0.01', 1n],
    ['0.1', 10n],
    ['88', 8800n],
    ['88.80', 8880n],
    ['100000000.00', AMOUNT_MAX_FEN],
    ['007.5', 750n],
  ])('%s is read exactly', (text, fen) => {
    expect(parseYuan(text)).toBe(fen);
  });

  test.each([
    ['', 'empty'],
    ['-1', 'negative'],
    ['1.001', 'more than two decimals'],
    ['1E2', 'exponent'],
    ['9'.repeat(16), 'too large'],
    [' 1', 'only digits'],
    ['1 ', 'only digits'],
    ['1,000.00', 'only digits'],
    ['.5', 'only digits'],
    ['5.', 'only digits'],
    ['１.００', 'only digits'],
    ['0x10', 'only digits'],
    ['NaN', 'only digits'],
    ['1.00\n', 'only digits'],
  ])('%j is refused, and the error says why', (text, problem) => {
    expect(() => parseYuan(text)).toThrow(AmountError);
    expect(() => parseYuan(text)).toThrow(problem);
  });

  test('a number is no amount, neither in yuan nor in fen: it may be a float', () => {
    const float = 88.88 as never;
    expect(() => parseYuan(float)).toThrow('88.88 is not an amount in yuan: it is number, not text');
    expect(() => parseYuan(undefined as never)).toThrow(AmountError);
    expect(() => formatYuan(float)).toThrow('formatYuan takes fen as a bigint, like 8888n, not 88.88 (number).');
  });

  test('every amount reads back as it was written', () => {
    fc.assert(fc.property(fc.bigInt(0n, 10n ** 15n), (fen) => parseYuan(formatYuan(fen)) === fen));
  });

  test('negative amounts are written with a minus sign', () => {
    expect(formatYuan(-5n)).toBe('-0.05');
    expect(formatYuan(-12345n)).toBe('-123.45');
  });

  test('a trade is at least one fen and at most a hundred million yuan', () => {
    expect([0n, 1n, AMOUNT_MAX_FEN, AMOUNT_MAX_FEN + 1n].map(isTradeAmount)).toEqual([false, true, true, false]);
  });
});
