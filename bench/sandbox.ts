import { generateKeyPairSync, sign, verify } from 'node:crypto';
import type { Sandbox } from '@till/sandbox';
import { heapUsed } from './heap.ts';
import { type Measurement, median, rounded } from './measure.ts';
import { openShop } from './shop.ts';

/** Enough to fill the sandbox's memory of requests and to have the code compiled. */
const WARM_UP = 500;
const ROUNDS = 60;
const LIVES_A_ROUND = 4;
/** How many finished trades the memory is measured with. */
const HELD = 5_000;
const YEAR_MS = 366 * 24 * 3_600_000;

/** A trade's whole life against the RSA operations it needs, and what a finished trade costs to keep. */
export async function measureSandbox(): Promise<Measurement[]> {
  return [...(await measureLife()), ...(await measureMemory())];
}

/** Signatures made and verified in one life, on both sides. */
const SIGNED = 8; // form; return url; paid, refunded; query and refund: asked, answered
const VERIFIED = 7; // the same but the return url, which nobody follows here

async function measureLife(): Promise<Measurement[]> {
  await using shop = await openShop();
  const bare = bareOperations();
  const lives: number[] = [];
  const limits: number[] = [];
  for (let warm = 0; warm < WARM_UP; warm++) await shop.life();
  for (let round = 0; round < ROUNDS; round++) {
    limits.push(await costOf(async () => bare()));
    lives.push(await costOf(() => shop.life()));
  }
  const [limit, life] = [median(limits), median(lives)];
  const against = `the ${SIGNED} RSA-2048 signatures and ${VERIFIED} verifications in it`;
  const measurement = { suite: 'sandbox', unit: 'ms', against } as const;
  return [
    { ...measurement, name: against, value: rounded(limit, 3), ratio: 1 },
    { ...measurement, name: "a trade's whole life", value: rounded(life, 3), ratio: rounded(life / limit, 3) },
  ];
}

/**
 * Milliseconds of processor time, all threads, for one of what is done {@link LIVES_A_ROUND} times. Not the wall's:
 * whatever else the machine does would count for the one with the more messages to wait for.
 */
async function costOf(work: () => Promise<void>): Promise<number> {
  const start = process.cpuUsage();
  for (let count = 0; count < LIVES_A_ROUND; count++) await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / LIVES_A_ROUND;
}

function bareOperations(): () => void {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const content = Buffer.alloc(800, 'x');
  const signature = sign('sha256', content, privateKey);
  return () => {
    for (let count = 0; count < SIGNED; count++) sign('sha256', content, privateKey);
    for (let count = 0; count < VERIFIED; count++) verify('sha256', content, publicKey, signature);
  };
}

/** How much the heap grows by a finished trade beyond what its records come to when they are written down. */
async function measureMemory(): Promise<Measurement[]> {
  const postForm = async () => ({ status: 200, text: 'success' });
  await using shop = await openShop({ postForm });
  for (let count = 0; count < WARM_UP; count++) await shop.pay();
  const before = [await heapUsed(), ownBytes(shop.sandbox)] as const;
  for (let count = 0; count < HELD; count++) await shop.pay();
  await shop.sandbox.advance(YEAR_MS);
  const [grown, own] = [(await heapUsed()) - before[0], ownBytes(shop.sandbox) - before[1]];
  const finished = shop.sandbox.trades().filter(({ trade_status }) => trade_status === 'TRADE_FINISHED').length;
  if (finished !== HELD + WARM_UP) throw new Error(`only ${finished} trades have finished`);
  const beyond = (grown - own) / HELD;
  return [
    {
      suite: 'sandbox',
      name: 'a finished trade beyond its own data',
      value: rounded(beyond / 1024, 2),
      unit: 'kB',
      against: 'the 4 kB that it may take',
      ratio: rounded(beyond / 4096, 3),
    },
    {
      suite: 'sandbox',
      name: 'a million finished trades, by extrapolation',
      value: Math.round(((grown / HELD) * 1e6) / 2 ** 20),
      unit: 'MB',
      against: "the trades' own data",
      ratio: rounded(grown / own, 2),
    },
  ];
}

/** Everything that a sandbox would write into a file about its trades. */
function ownBytes(sandbox: Sandbox): number {
  return Buffer.byteLength(JSON.stringify(sandbox.save()));
}
