import { generateKeyPairSync } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { keyPair } from '../keys/keys.fixture.ts';
import { keySigner } from './index.ts';
import { inLane } from './signing-lanes.ts';

const later = () => new Promise((resolve) => setImmediate(resolve));

test('as many are computed at once as there are cores, the others in the order of asking', async () => {
  let running = 0;
  let most = 0;
  const begun: number[] = [];
  const compute = (index: number) => async () => {
    begun.push(index);
    most = Math.max(most, ++running);
    await later();
    running--;
    if (index % 7 === 3) throw new Error(`${index} failed`);
    return index;
  };
  const all = Array.from({ length: 50 }, (_, index) => inLane(compute(index)));
  const results = await Promise.allSettled(all);
  expect(most).toBe(Math.min(50, availableParallelism()));
  expect(begun).toEqual(Array.from({ length: 50 }, (_, index) => index));
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(7);
  // A failure gives its lane back, too.
  expect(await inLane(async () => 'free')).toBe('free');
});

test('signatures made one by one and hundreds at once are the same', async () => {
  const signer = keySigner(keyPair().privateKey);
  const bytes = Array.from({ length: 100 }, (_, index) => Buffer.from(`content ${index}`));
  const atOnce = await Promise.all(bytes.map((each) => signer.sign(each, 'RSA2')));
  expect(atOnce).toEqual(bytes.map((each) => signer.signNow(each, 'RSA2')));
});

test('one short signature in each turn of the event loop is made at once; longer ones and all others are not', async () => {
  const signer = keySigner(keyPair().privateKey);
  const long = keySigner(generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey);
  for (let turn = 0; turn < 3; turn++) {
    await later();
    const done: string[] = [];
    const all = [
      long.sign(Buffer.from('a'), 'RSA2').then(() => done.push('long')),
      signer.sign(Buffer.from('b'), 'RSA2').then(() => done.push('first')),
      signer.sign(Buffer.from('c'), 'RSA2').then(() => done.push('second')),
    ];
    for (let microtask = 0; microtask < 10; microtask++) await null;
    all.push(signer.sign(Buffer.from('d'), 'RSA2').then(() => done.push('third')));
    for (let microtask = 0; microtask < 10; microtask++) await null;
    expect(done).toEqual(['first']);
    await Promise.all(all);
  }
});
