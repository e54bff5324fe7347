import { expect, onTestFinished, test, vi } from 'vitest';
import { manualClock } from '../testing/manual-clock.ts';
import { SandboxClock } from './sandbox-clock.ts';
import { Schedule } from './schedule.ts';

function setUp() {
  const base = manualClock(1_000);
  const offsets: number[] = [];
  const errors: unknown[] = [];
  const clock = new SandboxClock(base, { offsetMs: 0 }, ({ offsetMs }) => offsets.push(offsetMs));
  const schedule = new Schedule(clock, (error) => errors.push(error));
  return { base, clock, schedule, offsets, errors };
}

test('moving the clock lets everything due happen, in order, each at its own time', async () => {
  const { clock, schedule } = setUp();
  const seen: string[] = [];
  const note = (name: string) => () => void seen.push(`${name}@${clock.now()}`);
  schedule.at(1_500, note('c'));
  schedule.at(1_200, note('a'));
  schedule.at(1_200, note('b'));
  schedule.at(2_001, note('later'));
  schedule.at(500, note('overdue'));
  expect(await schedule.moveTo((now) => now + 1_000)).toBe(2_000);
  expect(seen).toEqual(['overdue@1000', 'a@1200', 'b@1200', 'c@1500']);
  expect(clock.now()).toBe(2_000);
  await schedule.close();
});

test('what happens on the way may cause more that is due, and is awaited', async () => {
  const { clock, schedule } = setUp();
  const seen: number[] = [];
  async function again(): Promise<void> {
    await Promise.resolve();
    seen.push(clock.now());
    schedule.at(clock.now() + 300, again);
  }
  schedule.at(1_100, again);
  await schedule.moveTo((now) => now + 1_000);
  expect(seen).toEqual([1_100, 1_400, 1_700, 2_000]);
  await schedule.close();
});

test('two moves at once happen one after the other', async () => {
  const { schedule } = setUp();
  const moves = [schedule.moveTo((now) => now + 10), schedule.moveTo((now) => now + 5)];
  expect(await Promise.all(moves)).toEqual([1_010, 1_015]);
  await schedule.close();
});

test('a refused move leaves the clock alone and does not block the next', async () => {
  const { clock, schedule } = setUp();
  const refused = schedule.moveTo(() => {
    throw new Error('no');
  });
  await expect(refused).rejects.toThrow('no');
  expect(clock.now()).toBe(1_000);
  expect(await schedule.moveTo((now) => now + 1)).toBe(1_001);
  await schedule.close();
});

test('after a move the clock runs on with the one beneath it, and the offset is remembered', async () => {
  const { base, clock, schedule, offsets } = setUp();
  await schedule.moveTo((now) => now + 60_000);
  base.set(1_250);
  expect(clock.now()).toBe(61_250);
  expect(offsets.at(-1)).toBe(60_000);
  await schedule.close();
});

test('a long move lets others have their turn, and what they make due happens in order, too', async () => {
  const { clock, schedule } = setUp();
  const seen: number[] = [];
  const note = () => void seen.push(clock.now());
  for (let at = 1_001; at <= 2_000; at++) schedule.at(at, note);
  const move = schedule.moveTo((now) => now + 5_000);
  await new Promise(setImmediate);
  const met = clock.now();
  expect(met).toBeLessThan(2_000);
  schedule.at(met, note);
  await move;
  expect(seen).toHaveLength(1_001);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  await schedule.close();
});

test('an event that fails is reported, and the rest goes on', async () => {
  const { schedule, errors } = setUp();
  const seen: string[] = [];
  schedule.at(1_001, () => {
    throw new Error('broken');
  });
  schedule.at(1_002, () => void seen.push('next'));
  await schedule.moveTo((now) => now + 10);
  expect(seen).toEqual(['next']);
  expect(errors).toHaveLength(1);
  await schedule.close();
});

test('left alone, it happens by itself', async () => {
  const { schedule } = setUp();
  const happened = new Promise<void>((resolve) => schedule.at(1_000, resolve));
  schedule.start();
  await happened;
  await schedule.close();
});

test('what is due now waits for no timer', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { schedule } = setUp();
  schedule.start();
  await new Promise<void>((resolve) => schedule.at(1_000, resolve));
  await schedule.close();
});

test('during a move each event has ended before the next begins, though a timer rings', async () => {
  const { schedule } = setUp();
  const seen: string[] = [];
  schedule.start();
  schedule.at(1_001, async () => {
    seen.push('a begins');
    await new Promise((resolve) => setTimeout(resolve, 20));
    seen.push('a ends');
  });
  schedule.at(1_001, () => void seen.push('b'));
  await schedule.moveTo((now) => now + 1);
  expect(seen).toEqual(['a begins', 'a ends', 'b']);
  await schedule.close();
});

test('closing waits for what is under way, and nothing happens after', async () => {
  const { schedule } = setUp();
  const seen: string[] = [];
  await new Promise<void>((resolve) => {
    schedule.at(1_000, async () => {
      resolve();
      await new Promise((later) => setImmediate(later));
      seen.push('under way');
    });
    schedule.start();
  });
  await schedule.close();
  expect(seen).toEqual(['under way']);
  schedule.at(1_000, () => void seen.push('too late'));
  await schedule.moveTo((now) => now + 1);
  expect(seen).toEqual(['under way']);
});

test('however many are due at an instant, the clock is written down once for it', async () => {
  const { schedule, offsets } = setUp();
  for (let count = 0; count < 100; count++) schedule.at(1_500, () => undefined);
  await schedule.moveTo((now) => now + 1_000);
  // Where the move began, 1,500, where it ended, and when the clock was let go.
  expect(offsets).toEqual([0, 500, 1_000, 1_000]);
  await schedule.close();
});
