import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { createSandbox } from '../create-sandbox.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { FastForward, LATEST_MS } from './fast-forward.ts';
import { type ClockState, SandboxClock } from './sandbox-clock.ts';
import { Schedule } from './schedule.ts';

const START = 1_000;

function setUp(state: ClockState = { offsetMs: 0 }) {
  const base = manualClock(START);
  const kept: { state: ClockState } = { state };
  const clock = new SandboxClock(base, state, (next) => {
    kept.state = next;
  });
  const schedule = new Schedule(clock, () => {});
  return { base, kept, clock, schedule, fastForward: new FastForward(clock, schedule, () => {}) };
}

test('a frozen clock stands, is moved by hand, and goes on from there', async () => {
  const { base, clock, schedule } = setUp();
  await schedule.setSpeed(0);
  base.set(START + 5_000);
  expect(clock.now()).toBe(START);
  await schedule.moveTo((now) => now + 60_000);
  base.set(START + 9_000);
  expect(clock.now()).toBe(START + 60_000);
  await schedule.setSpeed(1);
  base.set(START + 9_001);
  expect(clock.now()).toBe(START + 60_001);
});

test('what is due at the instant at which a clock is frozen happens; what is due later does not', async () => {
  const { clock, schedule } = setUp();
  const seen: string[] = [];
  await schedule.setSpeed(0);
  schedule.start();
  await new Promise<void>((happened) => {
    schedule.at(clock.now() + 1, () => void seen.push('later'));
    schedule.at(clock.now(), happened);
  });
  expect(seen).toEqual([]);
  await schedule.close();
});

test('a fast clock goes so many times as fast, and loses no fraction of a millisecond', async () => {
  const { base, clock, schedule, fastForward } = setUp();
  await schedule.setSpeed(1.5);
  fastForward.start();
  for (let step = 1; step <= 7; step++) {
    base.set(START + step);
    await fastForward.step();
  }
  expect(clock.now()).toBe(START + 10);
  fastForward.stop();
});

test('no clock goes past the years that Alipay can write', async () => {
  const { base, clock, schedule, fastForward } = setUp();
  await schedule.setSpeed(31_536_000);
  fastForward.start();
  base.set(START + 365 * 86_400_000);
  await fastForward.step();
  expect(clock.now()).toBe(LATEST_MS - 1);
  fastForward.stop();
});

test('whatever a clock went through, it goes on from the state that was kept, and never back', () => {
  const speed = fc.constantFrom(0, 1, 1.5, 60, 86_400);
  const steps = fc.array(fc.record({ speed, pass: fc.nat(10_000), moved: fc.nat(100_000), isMoved: fc.boolean() }));
  fc.assert(
    fc.property(steps, (given) => {
      const { base, kept, clock } = setUp();
      let passed = 0;
      for (const step of given) {
        const before = clock.now();
        clock.setSpeed(step.speed);
        if (step.isMoved) {
          clock.hold(clock.now() + step.moved);
          clock.release();
        }
        passed += step.pass;
        base.set(START + passed);
        expect(clock.now()).toBeGreaterThanOrEqual(before);
        const again = new SandboxClock(base, kept.state, () => {});
        expect([again.now(), again.speed]).toEqual([clock.now(), clock.speed]);
      }
    }),
  );
});

test('at any speeds, events happen in the same order and at the same instants as in one move', async () => {
  const plan = fc.array(
    fc.record({ at: fc.integer({ min: 1, max: 5_000 }), again: fc.integer({ min: 0, max: 900 }) }),
    {
      minLength: 1,
      maxLength: 20,
    },
  );
  const speeds = fc.array(
    fc.record({ speed: fc.constantFrom(0, 1.5, 7, 3_600), passMs: fc.integer({ min: 1, max: 90 }) }),
  );
  await fc.assert(
    fc.asyncProperty(plan, speeds, async (events, pieces) => {
      const inOneMove = await lived(events, async ({ schedule }) => {
        await schedule.moveTo(() => START + 20_000);
      });
      const inPieces = await lived(events, async ({ base, schedule, fastForward }) => {
        let passed = 0;
        for (const { speed, passMs } of pieces) {
          await schedule.setSpeed(speed);
          fastForward.start();
          passed += passMs;
          base.set(START + passed);
          if (speed > 0) await fastForward.step();
          fastForward.stop();
        }
        await schedule.setSpeed(0);
        await schedule.moveTo((now) => Math.max(now, START + 20_000));
      });
      expect(inPieces).toEqual(inOneMove);
    }),
    { numRuns: 50 },
  );
});

/** What happened until 20 s after the start, each event causing one more. */
async function lived(
  events: readonly { readonly at: number; readonly again: number }[],
  live: (parts: ReturnType<typeof setUp>) => Promise<void>,
): Promise<string[]> {
  const parts = setUp();
  const { clock, schedule } = parts;
  const seen: string[] = [];
  events.forEach(({ at, again }, index) => {
    schedule.at(START + at, async () => {
      await Promise.resolve();
      seen.push(`${index}@${clock.now()}`);
      schedule.at(clock.now() + again, () => void seen.push(`${index} again@${clock.now()}`));
    });
  });
  await live(parts);
  await schedule.close();
  return seen.filter((each) => Number(each.split('@')[1]) <= START + 20_000);
}

test('a sandbox is frozen and run over HTTP and in process, and says how its clock goes', async () => {
  await using sandbox = await createSandbox();
  const call = async (body: object) => {
    const response = await fetch(`${sandbox.url}/_sandbox/clock`, { method: 'POST', body: JSON.stringify(body) });
    return {
      status: response.status,
      body: (await response.json()) as { now: number; speed: number; message?: string },
    };
  };
  const frozen = (await call({ speed: 0, advance_ms: 1_000 })).body;
  expect(frozen.speed).toBe(0);
  expect(sandbox.clock.now()).toBe(frozen.now);
  expect((await call({ speed: 86_400 })).body.speed).toBe(86_400);
  await vi.waitFor(() => expect(sandbox.clock.now()).toBeGreaterThan(frozen.now + 3_600_000));
  const { now } = await sandbox.freeze();
  expect(sandbox.clock.now()).toBe(now);
  expect(await sandbox.run()).toMatchObject({ speed: 1 });
  for (const speed of [-1, 0.5, 31_536_001, '60']) {
    expect(await call({ speed }), String(speed)).toMatchObject({ status: 400 });
  }
  expect(await (await fetch(`${sandbox.url}/_sandbox/clock`)).json()).toMatchObject({ speed: 1 });
});

test('a saved sandbox whose clock is frozen wakes up frozen, at the same instant', async () => {
  await using sandbox = await createSandbox();
  const { now } = await sandbox.freeze();
  await using again = await createSandbox({ state: sandbox.save() });
  expect(again.clock.now()).toBe(now);
  expect(await again.advance(5)).toEqual({ now: now + 5 });
});
