import { expect, it } from 'vitest';
import { readAmount } from './amount.ts';

it.each<[string | number, bigint]>([
  ['0.01', 1n],
  [0.01, 1n],
  ['88.8', 8880n],
  [88.8, 8880n],
  [100000000, 10_000_000_000n],
  ['100000000.00', 10_000_000_000n],
])('reads %j', (amount, fen) => {
  expect(readAmount(amount)).toBe(fen);
});

it.each([
  ['0.001'],
  [0.1 + 0.2],
  ['0'],
  [0],
  ['-1'],
  [-1],
  ['1e2'],
  [1e21],
  [1e-7],
  [''],
  [' 1'],
  ['100000000.01'],
  ['¥1'],
])('refuses %j, saying what an amount is', (amount) => {
  expect(() => readAmount(amount)).toThrow(/^amount: .*(yuan|decimals)/);
});
