import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { Alipay } from '@till/alipay';
import { type Measurement, median, rounded } from './measure.ts';

const OPERATION = 'POST /v3/alipay/trade/refund';
const REFUND = { out_trade_no: '20260301120000000001', refund_amount: '88.88', out_request_no: 'R1' };
const ROUNDS = 20;
const SLICE_MS = 100;
/** How many requests are being signed at any time. */
const IN_FLIGHT = 200;
/** How long the event loop may be held up meanwhile. */
const STALL_MS = 5;

/** Building v3 requests, which are signed off the event loop: one by one, and many at once. */
export async function measureV3Requests(): Promise<Measurement[]> {
  const app = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const alipay = new Alipay({
    appId: '2021000000000001',
    privateKey: app.privateKey.export({ type: 'pkcs1', format: 'pem' }) as string,
    alipayPublicKey: generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({
      type: 'spki',
      format: 'pem',
    }) as string,
  });
  const content = Buffer.alloc(300, 'x');
  const bare = () => signOffLoop(content, app.privateKey);
  const request = () => alipay.v3Request(OPERATION, REFUND);
  const oneByOne = await ratesOf({ bare: () => repeat(bare, 1), request: () => repeat(request, 1) });
  const atOnce = await ratesOf({ bare: () => repeat(bare, 1), request: () => repeat(request, IN_FLIGHT) });
  const stall = await medianStall(request);
  const against = 'bare RSA-2048 signing off the event loop, one by one';
  const rate = (name: string, value: number, limit: number): Measurement => ({
    ...{ suite: 'sdk', unit: 'ops/s', name, against },
    value: Math.round(value),
    ratio: rounded(value / limit, 3),
  });
  return [
    rate(against, oneByOne.bare, oneByOne.bare),
    rate('v3 request, one by one', oneByOne.request, oneByOne.bare),
    rate(`v3 request, ${IN_FLIGHT} in flight`, atOnce.request, atOnce.bare),
    {
      ...{ suite: 'sdk', unit: 'ms', name: `longest stall, ${IN_FLIGHT} in flight` },
      ...{ value: rounded(stall, 2), against: `the ${STALL_MS} ms allowed`, ratio: rounded(stall / STALL_MS, 3) },
    },
  ];
}

function signOffLoop(content: Uint8Array, key: KeyObject): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    sign('sha256', content, key, (error, signature) => (error ? reject(error) : resolve(signature)));
  });
}

type Repeated = (until: number) => Promise<number>;

/** Does something until an instant, so many times at once; how often it was done. */
function repeat(work: () => Promise<unknown>, atOnce: number): Repeated {
  return async (until) => {
    let done = 0;
    const lane = async () => {
      do {
        await work();
        done++;
      } while (performance.now() < until);
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    return done;
  };
}

/** Rates in operations a second, measured in turns, slice by slice. */
async function ratesOf<Name extends string>(contenders: Record<Name, () => Repeated>): Promise<Record<Name, number>> {
  const rates = new Map<string, number[]>();
  const everyone = Object.entries<() => Repeated>(contenders).map(([name, make]) => ({ name, run: make() }));
  for (let round = -1; round < ROUNDS; round++) {
    for (const { name, run } of everyone) {
      const start = performance.now();
      const done = await run(start + SLICE_MS);
      const rate = (done / (performance.now() - start)) * 1000;
      if (round >= 0) rates.set(name, [...(rates.get(name) ?? []), rate]);
    }
  }
  const medians = everyone.map(({ name }) => [name, median(rates.get(name) ?? [])]);
  return Object.fromEntries(medians) as Record<Name, number>;
}

/** The longest time for which the event loop did nothing else while a burst was signed; the median burst's. */
async function medianStall(request: () => Promise<unknown>): Promise<number> {
  const stalls: number[] = [];
  for (let burst = 0; burst < ROUNDS; burst++) {
    const longest = watchLoop();
    await Promise.all(Array.from({ length: IN_FLIGHT }, request));
    stalls.push(longest());
  }
  return median(stalls);
}

/** Watches the event loop until asked for the longest time between two of its turns. */
function watchLoop(): () => number {
  let longest = 0;
  let last = performance.now();
  let turn: NodeJS.Immediate | undefined;
  const look = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    turn = setImmediate(look);
  };
  look();
  return () => {
    clearImmediate(turn);
    return longest;
  };
}
