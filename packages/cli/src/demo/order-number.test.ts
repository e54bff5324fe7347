import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findItem, goods, type Item, subjectOf } from './goods.ts';
import { orderNumbers } from './order-number.ts';

const numbers = orderNumbers('till_key');
const createdAtMs = Date.parse('2026-01-31T01:30:00Z');
const tea = findItem('tea') as Item;

describe('an order number', () => {
  it('says by itself what was ordered and when, in letters and digits that Alipay takes', () => {
    for (const item of goods) {
      const orderNo = numbers.create(item, createdAtMs);
      expect(orderNo).toMatch(/^[A-Za-z0-9]{1,64}$/);
      expect(numbers.read(orderNo)).toEqual({ item, createdAtMs });
    }
    expect(numbers.create(tea, createdAtMs)).toMatch(/^demotea20260131093000/);
  });

  it('is another one each time', () => {
    const made = Array.from({ length: 100 }, () => numbers.create(tea, createdAtMs));
    expect(new Set(made).size).toBe(100);
  });

  it('is the same for the same randomness', () => {
    const fixed = () => orderNumbers('till_key', (size) => new Uint8Array(size)).create(tea, createdAtMs);
    expect(fixed()).toBe(fixed());
  });

  it('is not taken with any character changed, nor from a shop with another key', () => {
    const orderNo = numbers.create(tea, createdAtMs);
    fc.assert(
      fc.property(fc.nat(orderNo.length - 1), fc.constantFrom(...'0123456789abcdeftz'), (at, character) => {
        const changed = orderNo.slice(0, at) + character + orderNo.slice(at + 1);
        if (changed !== orderNo) expect(numbers.read(changed)).toBeUndefined();
      }),
    );
    expect(orderNumbers('till_other').read(orderNo)).toBeUndefined();
  });

  it('is not taken from any other text', () => {
    for (const text of [
      '',
      'demo',
      '../../etc',
      `demo${'a'.repeat(60)}`,
      numbers.create(tea, createdAtMs).toUpperCase(),
    ]) {
      expect(numbers.read(text)).toBeUndefined();
    }
  });
});

it('gives every item a subject that Alipay takes', () => {
  for (const item of goods) expect(subjectOf(item)).toMatch(/^[^/=&]{1,256}$/);
});
