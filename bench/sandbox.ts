import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { createSandbox, type Sandbox } from '@till/sandbox';
import { heapUsed } from './heap.ts';
import { inProcessWire } from './in-process-wire.ts';
import { type Measurement, median, rounded } from './measure.ts';
import { openShop } from './shop.ts';
import { forkShops } from './shop-process.ts';

/** Enough to fill the sandbox's memory of requests and to have the code compiled. */
const WARM_UP = 1_500;
const ROUNDS = 40;
const LIVES_A_ROUND = 8;
/** Trades under way at once, as in a suite of tests that runs in parallel. */
const AT_ONCE = 64;
/** How many finished trades the memory is measured with. */
const HELD = 5_000;
const YEAR_MS = 366 * 24 * 3_600_000;

/** A trade's whole life against the RSA operations it needs, and what a finished trade costs to keep. */
export async function measureSandbox(): Promise<Measurement[]> {
  return [
    ...(await measureWithin()),
    ...(await measureBusy()),
    ...(await measureShare()),
    ...(await measureLife()),
    ...(await measureMemory()),
  ];
}

interface Operations {
  readonly signed: number;
  readonly verified: number;
}

/**
 * What the sandbox does: signs return url, payment, query's and refund's answers, refund; checks form, query, refund.
 * Compared with an ordinary key's operations; the sandbox's own keys have four primes and sign faster.
 */
const IN_SANDBOX: Operations = { signed: 5, verified: 3 };
/** With what the shop does: signs form, query, refund; checks two answers and two notifications. */
const ON_BOTH_SIDES: Operations = { signed: 8, verified: 7 };

/** What a life costs a program that tests itself in one process: merchant, buyer and Alipay, and no socket. */
async function measureWithin(): Promise<Measurement[]> {
  const wire = inProcessWire();
  await using sandbox = await createSandbox({ postForm: wire.postForm });
  const where = { gateway: sandbox.gatewayUrl, app: await sandbox.registerApp() };
  await using shop = await openShop({ ...where, wire: wire.to(sandbox) });
  const name = "a trade's whole life, both sides, in one process";
  return await compare(name, ON_BOTH_SIDES, { count: LIVES_A_ROUND, live: livesOf(shop) });
}

/** What a life costs a busy sandbox: the shops are another process. */
async function measureBusy(): Promise<Measurement[]> {
  await using sandbox = await createSandbox();
  const where = { gateway: sandbox.gatewayUrl, app: await sandbox.registerApp() };
  await using shops = await forkShops({ ...where, shops: AT_ONCE });
  const name = `a trade's whole life among ${AT_ONCE} at once, in the sandbox, over HTTP`;
  return await compare(name, IN_SANDBOX, { count: AT_ONCE, live: () => shops.lives(1) });
}

/** The same one after the other, each message waiting for the one before. */
async function measureShare(): Promise<Measurement[]> {
  await using sandbox = await createSandbox();
  const where = { gateway: sandbox.gatewayUrl, app: await sandbox.registerApp() };
  await using shops = await forkShops({ ...where, shops: 1 });
  const live = () => shops.lives(LIVES_A_ROUND);
  return await compare("a trade's whole life, in the sandbox, over HTTP", IN_SANDBOX, { count: LIVES_A_ROUND, live });
}

/** What it costs sandbox, merchant and browser together. */
async function measureLife(): Promise<Measurement[]> {
  await using sandbox = await createSandbox();
  await using shop = await openShop({ gateway: sandbox.gatewayUrl, app: await sandbox.registerApp() });
  const name = "a trade's whole life, both sides, over HTTP";
  return await compare(name, ON_BOTH_SIDES, { count: LIVES_A_ROUND, live: livesOf(shop) });
}

function livesOf(shop: { life(): Promise<void> }): () => Promise<void> {
  return async () => {
    for (let lived = 0; lived < LIVES_A_ROUND; lived++) await shop.life();
  };
}

/** So many lives. */
interface Lives {
  readonly count: number;
  readonly live: () => Promise<void>;
}

/** Measures lives and the RSA operations in them in turns. */
async function compare(name: string, operations: Operations, { count, live }: Lives): Promise<Measurement[]> {
  const bare = { count: LIVES_A_ROUND, live: bareOperations(operations) };
  const lives: number[] = [];
  const limits: number[] = [];
  for (let lived = 0; lived < WARM_UP; lived += count) await live();
  for (let round = 0; round < ROUNDS; round++) {
    limits.push(await costOf(bare));
    lives.push(await costOf({ count, live }));
  }
  const ratio = median(lives.map((life, round) => life / (limits[round] ?? Number.NaN)));
  const against = `the ${operations.signed} RSA-2048 signatures and ${operations.verified} verifications in it`;
  const measurement = { suite: 'sandbox', unit: 'ms', against } as const;
  return [
    { ...measurement, name: against, value: rounded(median(limits), 3), ratio: 1 },
    { ...measurement, name, value: rounded(median(lives), 3), ratio: rounded(ratio, 3) },
  ];
}

/**
 * Milliseconds of processor time, all threads, for one of so many lives. Not the wall's: whatever else the machine does
 * would count for the one with the more messages to wait for.
 */
async function costOf({ count, live }: Lives): Promise<number> {
  const start = process.cpuUsage();
  await live();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / count;
}

function bareOperations({ signed, verified }: Operations): () => Promise<void> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const content = Buffer.alloc(800, 'x');
  const signature = sign('sha256', content, privateKey);
  return async () => {
    for (let index = 0; index < LIVES_A_ROUND * signed; index++) sign('sha256', content, privateKey);
    for (let index = 0; index < LIVES_A_ROUND * verified; index++) verify('sha256', content, publicKey, signature);
  };
}

/** How much the heap grows by a finished trade beyond what its records come to when they are written down. */
async function measureMemory(): Promise<Measurement[]> {
  const postForm = async () => ({ status: 200, text: 'success' });
  await using sandbox = await createSandbox({ postForm });
  const { gatewayUrl: gateway, clock } = sandbox;
  await using shop = await openShop({ gateway, clock, app: await sandbox.registerApp() });
  for (let count = 0; count < WARM_UP; count++) await shop.pay();
  const before = [await heapUsed(), ownBytes(sandbox)] as const;
  for (let count = 0; count < HELD; count++) await shop.pay();
  await sandbox.advance(YEAR_MS);
  const [grown, own] = [(await heapUsed()) - before[0], ownBytes(sandbox) - before[1]];
  const finished = sandbox.trades().filter(({ trade_status }) => trade_status === 'TRADE_FINISHED').length;
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
