import { expect, test } from 'vitest';
import { expiresAt, readTimeExpire, readTimeoutExpress } from './expiry.ts';

const TEN = Date.parse('2026-03-01T10:00:00+08:00');
const at = (text: string) => {
  const expiry = readTimeoutExpress(text);
  return expiry === undefined ? undefined : new Date(expiresAt(expiry, TEN)).toISOString();
};

test.each([
  ['1m', '2026-03-01T02:01:00.000Z'],
  ['90m', '2026-03-01T03:30:00.000Z'],
  ['2h', '2026-03-01T04:00:00.000Z'],
  ['15d', '2026-03-16T02:00:00.000Z'],
  ['360h', '2026-03-16T02:00:00.000Z'],
  ['1c', '2026-03-01T16:00:00.000Z'],
])('timeout_express %s counts from the given instant', (text, expected) => {
  expect(at(text)).toBe(expected);
});

test.each(['0m', '16d', '361h', '1.5h', '2c', '10', 'm', '1s', ' 1m', '-1m'])(
  'timeout_express %s is refused',
  (text) => {
    expect(at(text)).toBeUndefined();
  },
);

test('time_expire is Beijing time, with or without seconds', () => {
  expect(readTimeExpire('2026-03-01 10:00:00')).toEqual({ kind: 'at', at: TEN });
  expect(readTimeExpire('2026-03-01 10:00')).toEqual({ kind: 'at', at: TEN });
});

test.each([
  '2026-02-30 10:00:00',
  '2026-03-01',
  '2026-03-01T10:00:00',
  '2026-03-01 10:00:00.5',
  'soon',
  '2026-03-01 25:00:00',
])('time_expire %s is refused', (text) => {
  expect(readTimeExpire(text)).toBeUndefined();
});
