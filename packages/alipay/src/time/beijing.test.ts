import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BeijingTimeError, formatBeijing, formatBeijingDate, formatBeijingMs, parseBeijing } from './index.ts';

describe('Beijing time', () => {
  test('is eight hours ahead of UTC, whatever the zone of the host', () => {
    const instant = Date.UTC(2026, 0, 31, 16, 30, 5, 7);
    expect(formatBeijing(instant)).toBe('2026-02-01 00:30:05');
    expect(formatBeijingMs(instant)).toBe('2026-02-01 00:30:05.007');
    expect(formatBeijingDate(instant)).toBe('2026-02-01');
  });

  test('is read with and without seconds and milliseconds', () => {
    expect(parseBeijing('2026-02-01 00:30')).toBe(Date.UTC(2026, 0, 31, 16, 30));
    expect(parseBeijing('2020-03-27 18:19:15.143')).toBe(Date.UTC(2020, 2, 27, 10, 19, 15, 143));
  });

  test('reads back to the second', () => {
    const seconds = fc.integer({ min: 0, max: 4_000_000_000 });
    fc.assert(fc.property(seconds, (second) => parseBeijing(formatBeijing(second * 1000)) === second * 1000));
  });

  test.each(['', '2026-02-30 00:00:00', '2026-01-01T00:00:00', '2026-01-01 24:00:00', '2026-1-1 0:0:0', 'now'])(
    '%j is refused',
    (text) => {
      expect(() => parseBeijing(text)).toThrow(BeijingTimeError);
    },
  );
});
