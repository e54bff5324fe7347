import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editDistance, nearestWord } from './suggestion.ts';

const commands = ['dev', 'serve', 'sandbox', 'keygen', 'help'];

describe('guessing what was meant', () => {
  test.each([
    ['sever', 'serve'],
    ['SERVE', 'serve'],
    ['sandbx', 'sandbox'],
    ['keyegn', 'keygen'],
    ['edv', 'dev'],
  ])('%s is taken for %s', (typed, meant) => {
    expect(nearestWord(typed, commands)).toBe(meant);
  });

  test.each(['deploy', 'x', 'refund'])('%s resembles nothing, so nothing is guessed', (typed) => {
    expect(nearestWord(typed, commands)).toBeUndefined();
  });

  test('the distance is a metric on words: zero only for the same, the same both ways, never above the longer word', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
        const distance = editDistance(a, b);
        expect(distance === 0).toBe(a === b);
        expect(distance).toBe(editDistance(b, a));
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
        expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
      }),
    );
  });
});
