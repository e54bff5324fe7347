import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { Agent, createServer, request } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Alipay, type Transport } from '@till/alipay';
import { createSandbox, type Sandbox, type SandboxOptions } from '@till/sandbox';
import { type Measurement, median, rounded } from './measure.ts';

/** Enough to fill the sandbox's memory of requests and to have the code compiled. */
const WARM_UP = 500;
const ROUNDS = 60;
const LIVES_A_ROUND = 4;
/** How many finished trades the memory is measured with. */
const HELD = 5_000;
const YEAR_MS = 366 * 24 * 3_600_000;
const ORDER = { total_amount: '88.88', subject: '龙井茶 Longjing tea 250 g', product_code: 'FAST_INSTANT_TRADE_PAY' };

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

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Bytes, once nothing is left to collect. */
async function heapUsed(): Promise<number> {
  for (let count = 0; count < 4; count++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    collectGarbage();
  }
  const { heapUsed: heap, external } = process.memoryUsage();
  return heap + external;
}

/** Everything that a sandbox would write into a file about its trades. */
function ownBytes(sandbox: Sandbox): number {
  return Buffer.byteLength(JSON.stringify(sandbox.save()));
}

/** A merchant who orders by the SDK and is told, and a buyer who pays in a browser. */
async function openShop(options: SandboxOptions = {}) {
  const sandbox = await createSandbox(options);
  const { app_id, app_private_key = '', alipay_public_key } = await sandbox.registerApp();
  const gateway = sandbox.gatewayUrl;
  const { clock } = sandbox;
  const browser = new Agent({ keepAlive: true });
  const alipay = new Alipay({
    appId: app_id,
    privateKey: app_private_key,
    alipayPublicKey: alipay_public_key,
    transport: transportOver(browser),
    gateway,
    clock,
  });
  const merchant = await listen((body) => alipay.verifyNotification(body));
  let count = 0;

  /** Orders and opens the cashier page; answers its address and the order's number. */
  async function order() {
    const outTradeNo = `order-${++count}`;
    const urls = { notifyUrl: merchant.url, returnUrl: 'http://127.0.0.1/back' };
    const form = alipay.pageForm('alipay.trade.page.pay', { ...ORDER, out_trade_no: outTradeNo }, urls);
    const { location = '' } = await send(browser, formAction(form), formFields(form));
    await send(browser, location);
    return { outTradeNo, location };
  }

  return {
    sandbox,
    async life(): Promise<void> {
      const { outTradeNo, location } = await order();
      const isPaid = merchant.nextMessage();
      await send(browser, `${location}/pay`, 'buyer_id=2088002100000011');
      await isPaid;
      await alipay.execute('alipay.trade.query', { out_trade_no: outTradeNo });
      const isRefunded = merchant.nextMessage();
      await alipay.execute('alipay.trade.refund', { out_trade_no: outTradeNo, refund_amount: ORDER.total_amount });
      await isRefunded;
    },
    /** A trade that is paid and told about, by the shortest way. */
    async pay(): Promise<void> {
      const { location } = await order();
      await send(browser, `${location}/pay`, 'buyer_id=2088002100000011');
    },
    async [Symbol.asyncDispose](): Promise<void> {
      browser.destroy();
      await Promise.all([sandbox.close(), merchant.close()]);
    },
  };
}

/** A merchant's server that acknowledges what it gets. */
async function listen(read: (body: Buffer) => void) {
  let told: () => void = () => undefined;
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    read(Buffer.concat(chunks));
    outgoing.end('success');
    told();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}/notify`,
    nextMessage: () => new Promise<void>((resolve) => (told = resolve)),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What a browser makes of a form. */
function formFields(form: string): string {
  const inputs = [...form.matchAll(/<input[^>]*>/g)].map(([input]) => input);
  const fields = inputs.map((input) => [attribute(input, 'name'), attribute(input, 'value')]);
  return new URLSearchParams(fields.filter(([name]) => name !== '')).toString();
}

function attribute(tag: string, name: string): string {
  const [, double, single = ''] = new RegExp(`\\s${name}=(?:"([^"]*)"|'([^']*)')`).exec(tag) ?? [];
  return unescapeHtml(double ?? single);
}

function formAction(form: string): string {
  return attribute(/<form[^>]*>/.exec(form)?.[0] ?? '', 'action');
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** The SDK's calls by node:http: `fetch` would cost more than what is measured. */
function transportOver(agent: Agent): Transport {
  return (url, { method, headers, body = '' }) =>
    new Promise((resolve, reject) => {
      const text = typeof body === 'string' ? body : '';
      const length = { 'content-length': Buffer.byteLength(text) };
      const outgoing = request(url, { agent, method, headers: { ...headers, ...length } }, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const answer = {
            status: incoming.statusCode ?? 0,
            headers: { 'content-type': incoming.headers['content-type'] ?? '' },
          };
          resolve(new Response(Buffer.concat(chunks), answer));
        });
      });
      outgoing.on('error', reject);
      outgoing.end(text);
    });
}

/** Gets an address, or posts a form to it. Redirects are not followed. */
function send(agent: Agent, url: string, form?: string): Promise<{ location?: string }> {
  const headers =
    form === undefined
      ? {}
      : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(form) };
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { agent, method: form === undefined ? 'GET' : 'POST', headers: { ...headers, accept: 'text/html' } },
      (incoming) => {
        incoming.on('error', reject);
        incoming.on('end', () => {
          const {
            statusCode = 0,
            headers: { location },
          } = incoming;
          if (statusCode >= 400) reject(new Error(`${url} answered ${statusCode}`));
          else resolve(location === undefined ? {} : { location });
        });
        incoming.resume();
      },
    );
    outgoing.on('error', reject);
    outgoing.end(form);
  });
}
