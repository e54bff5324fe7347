import { totalmem } from 'node:os';
import { createSandbox, type Sandbox } from '@till/sandbox';
import { heapUsed } from './heap.ts';
import { type Measurement, rounded } from './measure.ts';
import { askAll } from './million-questions.ts';
import { acknowledge, DAY_MS, type Held, openBooks, TRADES_A_DAY } from './million-trades.ts';

/** What a step is told, and what it answers to whoever started this process. */
export interface Step {
  readonly name: keyof typeof STEPS;
  readonly dataFile: string;
  readonly stateFile: string;
  readonly held: Held;
}

export interface StepResult {
  readonly held: Held;
  readonly measurements: readonly Measurement[];
}

/** A thousandth of what is held: what both are compared with. */
const FEW_DAYS = 2;

const STEPS = {
  /** Makes the trades, written to a data file. */
  async make({ dataFile, held }: Step): Promise<StepResult> {
    await using books = await openBooks({ dataFile });
    const days = Math.ceil(held.trades / TRADES_A_DAY);
    const costs: number[] = [];
    for (let day = 0; day < days; day++) costs.push(await secondsOf(() => books.day()));
    const share = Math.max(1, Math.floor(days / 10));
    const sum = (some: readonly number[]) => some.reduce((total, one) => total + one, 0);
    const perTrade = (some: readonly number[]) => (sum(some) / some.length / TRADES_A_DAY) * 1000;
    const [first, last] = [perTrade(costs.slice(0, share)), perTrade(costs.slice(-share))];
    const trades = days * TRADES_A_DAY;
    return {
      held: { app: books.app, trades },
      measurements: [
        line('a trade made and written, the last tenth', last, 'ms', last / first, 'the first tenth'),
        spent('all of them made', sum(costs)),
      ],
    };
  },

  /** Starts a sandbox on the data file, asks it this and that, saves its state, and lets a year go by. */
  async hold({ dataFile, stateFile, held }: Step): Promise<StepResult> {
    if (held.app === undefined) throw new Error('No app was registered.');
    const few = await askFew();
    const before = await heapUsed();
    let sandbox: Sandbox | undefined;
    const started = await secondsOf(async () => {
      sandbox = await createSandbox({ dataFile, postForm: acknowledge });
    });
    if (sandbox === undefined) throw new Error('The sandbox did not start.');
    await using running = sandbox;
    checkAll(running, held);
    const measurements = [
      spent('started on the data file', started),
      memory('held in memory', (await heapUsed()) - before, held),
    ];
    for (const [name, ms] of await askAll(running, held.app, held.trades - TRADES_A_DAY)) {
      measurements.push(
        line(name, ms, 'ms', ms / (few.get(name) ?? Number.NaN), `${FEW_DAYS * TRADES_A_DAY} trades held`),
      );
    }
    const saved = await secondsOf(() => running.saveTo(stateFile));
    const aged = await secondsOf(() => running.advance(366 * DAY_MS));
    measurements.push(
      spent('state saved to a file', saved),
      spent('a year on the clock: all finish', aged),
      memory('finished', (await heapUsed()) - before, held),
      most(),
    );
    return { held, measurements };
  },

  /** Starts a sandbox from the saved state. */
  async load({ stateFile, held }: Step): Promise<StepResult> {
    const before = await heapUsed();
    let sandbox: Sandbox | undefined;
    const started = await secondsOf(async () => {
      sandbox = await createSandbox({ state: stateFile });
    });
    if (sandbox === undefined) throw new Error('The sandbox did not start.');
    await using running = sandbox;
    checkAll(running, held);
    return {
      held,
      measurements: [
        spent('started from the state file', started),
        memory('held in memory', (await heapUsed()) - before, held),
        most(),
      ],
    };
  },
};

/** The same questions to a sandbox that holds two days. */
async function askFew(): Promise<Map<string, number>> {
  const state = await stateOfFew();
  await using sandbox = await createSandbox({ state: state.snapshot, postForm: acknowledge });
  return await askAll(sandbox, state.app, TRADES_A_DAY);
}

async function stateOfFew() {
  await using books = await openBooks({});
  for (let day = 0; day < FEW_DAYS; day++) await books.day();
  return { app: books.app, snapshot: books.save() };
}

/** Nothing was lost on the way. */
function checkAll(sandbox: Sandbox, { trades }: Held): void {
  const summary = sandbox.summary();
  if (summary.trades !== trades || summary.paid_count !== trades)
    throw new Error(`${trades} trades were made and paid; the sandbox tells of ${JSON.stringify(summary)}.`);
}

/** Seconds of processor time, all threads, whatever else the machine does. */
async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

function spent(name: string, seconds: number): Measurement {
  return line(name, seconds, 's', seconds / 60, 'a minute of processor time');
}

/** The most memory that this process has had, of what the machine has. */
function most(): Measurement {
  const bytes = process.resourceUsage().maxRSS * 1024;
  return line('the most that the process took', bytes / 2 ** 20, 'MB', bytes / totalmem(), "the machine's memory");
}

function memory(name: string, bytes: number, { trades }: Held): Measurement {
  const perTrade = bytes / trades / 1024;
  return line(`${name}, a trade`, perTrade, 'kB', perTrade / 4, '4 kB');
}

function line(name: string, value: number, unit: Measurement['unit'], ratio: number, against: string): Measurement {
  return { suite: 'million', name, value: rounded(value, 2), unit, against, ratio: rounded(ratio, 3) };
}

process.once('message', async (step: Step) => {
  process.send?.(await STEPS[step.name](step));
  process.disconnect?.();
});
