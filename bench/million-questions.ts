import { Alipay } from '@till/alipay';
import { formatBeijingDate } from '@till/alipay/time';
import type { RegisteredApp, Sandbox } from '@till/sandbox';
import { median } from './measure.ts';
import { DAY_MS } from './million-trades.ts';

const ROUNDS = 15;

/** What is asked of a sandbox, each a few times and each time about another trade; the median in milliseconds. */
export async function askAll(sandbox: Sandbox, app: RegisteredApp, from: number): Promise<Map<string, number>> {
  const alipay = new Alipay({
    appId: app.app_id,
    privateKey: app.app_private_key ?? '',
    alipayPublicKey: app.alipay_public_key,
    gateway: sandbox.gatewayUrl,
    clock: sandbox.clock,
  });
  const yesterday = formatBeijingDate(sandbox.clock.now() - DAY_MS);
  let number = from;
  const next = () => `order-${++number}`;
  const tradeNo = () => sandbox.trades({ out_trade_no: next() })[0]?.trade_no ?? '';

  async function bill(bill_type: string): Promise<void> {
    const asked = { bill_type, bill_date: yesterday };
    const answer = await alipay.execute('alipay.data.dataservice.bill.downloadurl.query', asked);
    await read(`${answer.bill_download_url}`);
  }

  const questions: Readonly<Record<string, () => unknown>> = {
    query: () => alipay.execute('alipay.trade.query', { out_trade_no: next() }),
    refund: () =>
      alipay.execute('alipay.trade.refund', { out_trade_no: next(), refund_amount: '0.01', out_request_no: 'r' }),
    'a trade by its number': () => read(`${sandbox.url}/_sandbox/trades?out_trade_no=${next()}`),
    "a trade's notifications": () => read(`${sandbox.url}/_sandbox/notifications?trade_no=${tradeNo()}`),
    "a trade's page in the console": () => read(`${sandbox.url}/_sandbox/?view=trades&id=${tradeNo()}`),
    'the newest trades in the console': () => read(`${sandbox.url}/_sandbox/?view=trades`),
    'the newest notifications in the console': () => read(`${sandbox.url}/_sandbox/?view=notifications`),
    'the summary': () => read(`${sandbox.url}/_sandbox/summary`),
    "yesterday's business bill": () => bill('trade'),
    "yesterday's account bill": () => bill('signcustomer'),
    'a minute on the clock': () => sandbox.advance(60_000),
  };
  // Round by round, so that what else the machine does, and what the garbage collector still does, meets all alike.
  const times = new Map<string, number[]>(Object.keys(questions).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, ask] of Object.entries(questions)) times.get(name)?.push(await msOf(ask));
  }
  return new Map([...times].map(([name, each]) => [name, median(each)]));
}

async function msOf(ask: () => unknown): Promise<number> {
  const start = performance.now();
  await ask();
  return performance.now() - start;
}

async function read(url: string): Promise<void> {
  const answer = await fetch(url, { headers: { accept: 'text/html' } });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  await answer.arrayBuffer();
}
