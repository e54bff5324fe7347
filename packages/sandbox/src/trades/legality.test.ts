import { expect, test } from 'vitest';
import { openShop } from '../testing/merchant.ts';
import { V3Merchant } from '../testing/v3-merchant.ts';

const LI_LEI = '2088002100000011';
const HAN_MEIMEI = '2088002100000022';
const YEAR_MS = 366 * 24 * 3_600_000;

type Shop = Awaited<ReturnType<typeof openShop>>;
type Content = Record<string, unknown>;

/** What can be asked of a trade, whatever has become of it. */
const CALLS: Readonly<Record<string, (shop: Shop, order: Content) => [method: string, content: Content]>> = {
  query: (_, { out_trade_no }) => ['query', { out_trade_no }],
  create: (_, order) => ['create', { ...order, buyer_id: LI_LEI }],
  'create for another amount': (_, order) => ['create', { ...order, total_amount: '9.99', buyer_id: LI_LEI }],
  'create of something else': (_, order) => ['create', { ...order, subject: '咖啡', buyer_id: LI_LEI }],
  pay: ({ sandbox }, order) => ['pay', { ...order, ...codeOf(sandbox.paymentCode(LI_LEI).code) }],
  'pay another amount': ({ sandbox }, order) => [
    'pay',
    { ...order, ...codeOf(sandbox.paymentCode(LI_LEI).code), total_amount: '9.99' },
  ],
  precreate: (_, order) => ['precreate', order],
  close: (_, { out_trade_no }) => ['close', { out_trade_no }],
  cancel: (_, { out_trade_no }) => ['cancel', { out_trade_no }],
  refund: (_, { out_trade_no }) => ['refund', { out_trade_no, refund_amount: '1.00', out_request_no: 'new' }],
  'refund again': (_, { out_trade_no }) => [
    'refund',
    { out_trade_no, refund_amount: '10.00', out_request_no: 'whole' },
  ],
  'refund query': (_, { out_trade_no }) => ['fastpay.refund.query', { out_trade_no, out_request_no: 'unheard-of' }],
  settle: ({ sandbox }, { out_trade_no }) => [
    'order.settle',
    {
      out_request_no: `s-${out_trade_no}`,
      trade_no: sandbox.trades({ out_trade_no: `${out_trade_no}` })[0]?.trade_no ?? '2026030122001000000000000000',
      royalty_parameters: [{ trans_in_type: 'userId', trans_in: HAN_MEIMEI, amount: '0.01' }],
    },
  ],
};

function codeOf(auth_code: string) {
  return { scene: 'bar_code', auth_code };
}

/** How a trade comes into each state; it exists already and waits. */
const STATES: Readonly<Record<string, (shop: Shop, tradeNo: string) => Promise<unknown>>> = {
  WAIT_BUYER_PAY: async () => undefined,
  TRADE_SUCCESS: ({ sandbox }, tradeNo) => sandbox.pay(tradeNo),
  'TRADE_CLOSED, unpaid': ({ merchant }, trade_no) => merchant.call('alipay.trade.close', { trade_no }),
  'TRADE_CLOSED, refunded': async ({ sandbox, merchant }, trade_no) => {
    await sandbox.pay(trade_no);
    await merchant.call('alipay.trade.refund', { trade_no, refund_amount: '10.00', out_request_no: 'whole' });
  },
  TRADE_FINISHED: ({ sandbox }, tradeNo) => sandbox.pay(tradeNo),
};

const OK = 'OK';
const SAME_CLOSED = {
  ...{ query: OK, create: 'TRADE_HAS_CLOSE', 'create for another amount': 'TRADE_HAS_CLOSE' },
  ...{ 'create of something else': 'TRADE_HAS_CLOSE', pay: 'TRADE_HAS_CLOSE', 'pay another amount': 'TRADE_HAS_CLOSE' },
  ...{ precreate: 'TRADE_HAS_CLOSE', close: 'TRADE_STATUS_ERROR', cancel: OK, 'refund query': OK },
  settle: 'TRADE_STATUS_ERROR',
};
const PAID = {
  ...{ query: OK, create: 'TRADE_HAS_SUCCESS', 'create for another amount': 'CONTEXT_INCONSISTENT' },
  ...{ 'create of something else': 'CONTEXT_INCONSISTENT', pay: 'TRADE_HAS_SUCCESS' },
  ...{ 'pay another amount': 'CONTEXT_INCONSISTENT', precreate: 'TRADE_HAS_SUCCESS', close: 'TRADE_STATUS_ERROR' },
  ...{ 'refund query': OK, settle: OK },
};

/** One row a state, one cell a call: what the protocol says of each. */
const MATRIX: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'no trade': {
    ...{ query: 'TRADE_NOT_EXIST', create: OK, 'create for another amount': OK, 'create of something else': OK },
    ...{ pay: OK, 'pay another amount': OK, precreate: OK, close: 'TRADE_NOT_EXIST', cancel: OK },
    ...{ refund: 'TRADE_NOT_EXIST', 'refund again': 'TRADE_NOT_EXIST', 'refund query': 'TRADE_NOT_EXIST' },
    settle: 'TRADE_NOT_EXIST',
  },
  WAIT_BUYER_PAY: {
    ...{ query: OK, create: OK, 'create for another amount': 'CONTEXT_INCONSISTENT' },
    ...{ 'create of something else': 'CONTEXT_INCONSISTENT', pay: OK, 'pay another amount': 'CONTEXT_INCONSISTENT' },
    // Its QR code has been scanned, or it would not be there.
    ...{ precreate: 'APPLY_PC_MERCHANT_CODE_ERROR', close: OK, cancel: OK, refund: 'TRADE_STATUS_ERROR' },
    ...{ 'refund again': 'TRADE_STATUS_ERROR', 'refund query': OK, settle: 'TRADE_STATUS_ERROR' },
  },
  TRADE_SUCCESS: { ...PAID, cancel: OK, refund: OK, 'refund again': OK },
  'TRADE_CLOSED, unpaid': { ...SAME_CLOSED, refund: 'TRADE_HAS_CLOSE', 'refund again': 'TRADE_HAS_CLOSE' },
  'TRADE_CLOSED, refunded': { ...SAME_CLOSED, refund: 'REASON_TRADE_REFUND_FEE_ERR', 'refund again': OK },
  TRADE_FINISHED: {
    ...{ ...PAID, cancel: 'TRADE_HAS_FINISHED' },
    ...{ refund: 'TRADE_HAS_FINISHED', 'refund again': 'TRADE_HAS_FINISHED' },
  },
};

/** A shop with one trade of its own for each call, all in the same state. */
async function shopIn(state: string) {
  const shop = await openShop();
  const receiver_list = [{ type: 'userId', account: HAN_MEIMEI }];
  await shop.merchant.call('alipay.trade.royalty.relation.bind', { out_request_no: 'b', receiver_list });
  const order = (index: number) => ({ out_trade_no: `o${index}`, total_amount: '10.00', subject: '茶' });
  const bring = STATES[state];
  for (const index of Object.keys(CALLS).keys()) {
    if (bring === undefined) continue;
    const { node } = await shop.merchant.call('alipay.trade.create', { ...order(index), buyer_id: LI_LEI });
    await bring(shop, node.trade_no ?? '');
  }
  if (state === 'TRADE_FINISHED') await shop.sandbox.advance(YEAR_MS);
  return { ...shop, order, [Symbol.asyncDispose]: shop[Symbol.asyncDispose] };
}

test.each(Object.entries(MATRIX))('%s: what each call answers, over v2', async (state, expected) => {
  await using shop = await shopIn(state);
  const answers: Record<string, string> = {};
  for (const [index, [name, ask]] of Object.entries(CALLS).entries()) {
    const [method, content] = ask(shop, shop.order(index));
    const { node } = await shop.merchant.call(`alipay.trade.${method}`, content);
    answers[name] = node.code === '10000' ? OK : `${node.sub_code}`.replace('ACQ.', '');
  }
  expect(answers).toEqual(expected);
});

test.each(Object.entries(MATRIX))('%s: what each call answers, over v3', async (state, expected) => {
  await using shop = await shopIn(state);
  const v3 = new V3Merchant(shop.sandbox, shop.merchant.app);
  const answers: Record<string, string> = {};
  for (const [index, [name, ask]] of Object.entries(CALLS).entries()) {
    const [method, content] = ask(shop, shop.order(index));
    const { status, body } = await v3.post(`/v3/alipay/trade/${method.replaceAll('.', '/')}`, content);
    answers[name] = status === 200 ? OK : `${body.code}`.replace('ACQ.', '');
  }
  expect(answers).toEqual(expected);
});

test.each(['page.pay', 'wap.pay'])(
  'a %s for a trade that exists shows the same refusals on its page',
  async (method) => {
    const asked = async (state: string, change: Content = {}) => {
      await using shop = await shopIn(state);
      const answered = await shop.merchant.order({ ...shop.order(0), ...change }, {}, `alipay.trade.${method}`);
      if (answered.status === 302) return OK;
      return /错误代码 ACQ\.(\w+)/.exec(new TextDecoder('gbk').decode(answered.bytes))?.[1];
    };
    expect(await asked('no trade')).toBe(OK);
    expect(await asked('WAIT_BUYER_PAY')).toBe(OK);
    expect(await asked('WAIT_BUYER_PAY', { total_amount: '9.99' })).toBe('CONTEXT_INCONSISTENT');
    expect(await asked('TRADE_SUCCESS')).toBe('TRADE_HAS_SUCCESS');
    expect(await asked('TRADE_CLOSED, unpaid')).toBe('TRADE_HAS_CLOSE');
    expect(await asked('TRADE_FINISHED')).toBe('TRADE_HAS_SUCCESS');
  },
);

test('a cancellation tells what it did: it closed, it refunded, or there was nothing to do', async () => {
  const told = async (state: string) => {
    await using shop = await shopIn(state);
    const { node } = await shop.merchant.call('alipay.trade.cancel', { out_trade_no: 'o0' });
    return [node.action, node.retry_flag, node.trade_no === undefined];
  };
  expect(await told('no trade')).toEqual([undefined, 'N', true]);
  expect(await told('WAIT_BUYER_PAY')).toEqual(['close', 'N', false]);
  expect(await told('TRADE_SUCCESS')).toEqual(['refund', 'N', false]);
  expect(await told('TRADE_CLOSED, unpaid')).toEqual(['close', 'N', false]);
  expect(await told('TRADE_FINISHED')).toEqual([undefined, 'N', true]);
});

test('a repeated refund of a refunded trade moves nothing and keeps its time', async () => {
  await using shop = await shopIn('TRADE_CLOSED, refunded');
  const content = { out_trade_no: 'o0', refund_amount: '10.00', out_request_no: 'whole' };
  const first = await shop.merchant.call('alipay.trade.fastpay.refund.query', {
    ...{ out_trade_no: 'o0', out_request_no: 'whole', query_options: ['gmt_refund_pay'] },
  });
  await shop.sandbox.advance(60_000);
  const again = await shop.merchant.call('alipay.trade.refund', content);
  expect(again.node).toMatchObject({ fund_change: 'N', refund_fee: '10.00' });
  expect(again.node.gmt_refund_pay).toBe(first.node.gmt_refund_pay);
});

test('refunds are possible to the last moment of twelve months, and not in the next', async () => {
  await using shop = await openShop();
  const { merchant, sandbox } = shop;
  await merchant.paidTrade({ out_trade_no: 'o1', total_amount: '10.00' });
  const refund = async (out_request_no: string) =>
    (await merchant.call('alipay.trade.refund', { out_trade_no: 'o1', refund_amount: '1.00', out_request_no })).node;
  const paidAt = sandbox.clock.now();
  await sandbox.setNow(paidAt + 365 * 24 * 3_600_000 - 1000);
  expect((await refund('in time')).fund_change).toBe('Y');
  await sandbox.advance(1000);
  expect((await refund('too late')).sub_code).toBe('ACQ.TRADE_HAS_FINISHED');
  // What was refunded in time is still told.
  expect((await refund('in time')).fund_change).toBe('N');
  expect((await merchant.call('alipay.trade.query', { out_trade_no: 'o1' })).node.trade_status).toBe('TRADE_FINISHED');
});
