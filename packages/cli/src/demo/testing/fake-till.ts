import { type Fen, formatYuan, parseYuan } from '@till/alipay/money';
import Fastify, { type FastifyInstance } from 'fastify';
import { type DemoShopOptions, demoShop } from '../index.ts';

const API_KEY = 'till_secret_of_the_shop';

interface FakeOrder {
  amount: string;
  subject: string;
  returnUrl: string;
  status: 'NOT_OPENED' | 'WAIT_BUYER_PAY' | 'TRADE_SUCCESS' | 'TRADE_FINISHED' | 'TRADE_CLOSED';
  isPaid: boolean;
  refunds: Map<string, Fen>;
}

/** A Till server in small, with the demo shop mounted on it as the command line mounts it. */
export interface FakeTill extends AsyncDisposable {
  readonly url: string;
  readonly http: FastifyInstance;
  readonly orders: Map<string, FakeOrder>;
  /** Every call of the API: its name, parameters and bearer token. */
  readonly calls: { name: string; params: Record<string, unknown>; authorization: string | undefined }[];
  /** Makes the next call of this name answer so instead of doing anything. */
  answerNext(name: string, status: number, body: unknown): void;
}

export async function createFakeTill(options: Partial<DemoShopOptions> = {}): Promise<FakeTill> {
  const http = Fastify();
  const orders: FakeTill['orders'] = new Map();
  const calls: FakeTill['calls'] = [];
  const prepared = new Map<string, { status: number; body: unknown }>();

  const refused = (err: string, code = 400) => ({ code, data: null, err });
  const done = (data: unknown) => ({ code: 200, data, err: '' });
  const api: Record<string, (params: Record<string, string>) => unknown> = {
    CreateOrderPagePay: (params) => createOrder('page', params),
    CreateOrderWapPay: (params) => createOrder('wap', params),
    OrderDetail: ({ orderNo = '' }) => {
      const order = orders.get(orderNo);
      if (order === undefined || order.status === 'NOT_OPENED') return refused('ACQ.TRADE_NOT_EXIST: 交易不存在');
      return done(detailOf(orderNo, order));
    },
    OrderRefund: (params) => refund(params),
    ReturnPageNotify: ({ sign }) => (sign === 'good' ? done(true) : refused('the signature does not match')),
  };

  function createOrder(
    way: string,
    { orderNo = '', amount = '', subject = '', returnUrl = '' }: Record<string, string>,
  ) {
    const known = orders.get(orderNo);
    if (known?.isPaid) return refused('order is already paid', 409);
    if (known !== undefined && known.amount !== amount) return refused('order exists with another amount', 409);
    if (known === undefined) {
      orders.set(orderNo, { amount, subject, returnUrl, status: 'NOT_OPENED', isPaid: false, refunds: new Map() });
    }
    return done(
      `<form id='alipaysubmit' name='alipaysubmit' action='${url}/fake-cashier?charset=UTF-8' method='POST' style='display:none;'>` +
        `<input name='orderNo' value='${orderNo}'/><input name='way' value='${way}'/>` +
        `<input type='submit' value='POST' style='display:none;'></form><script>document.forms['alipaysubmit'].submit();</script>`,
    );
  }

  function refund({ orderNo = '', amount = '', requestNo = '' }: Record<string, string>) {
    const order = orders.get(orderNo);
    if (order?.status !== 'TRADE_SUCCESS') return refused('ACQ.TRADE_STATUS_ERROR: 交易状态不合法');
    const before = sum(order.refunds);
    if (!order.refunds.has(requestNo)) {
      if (before + parseYuan(amount) > parseYuan(order.amount)) return refused('more than was paid', 409);
      order.refunds.set(requestNo, parseYuan(amount));
    }
    const total = sum(order.refunds);
    if (total === parseYuan(order.amount)) order.status = 'TRADE_CLOSED';
    return done({ refundFee: formatYuan(total), fundChange: total > before ? 'Y' : 'N' });
  }

  for (const [name, handle] of Object.entries(api)) {
    http.route({
      method: name === 'OrderDetail' ? 'GET' : 'POST',
      url: `/api/Alipay/1/${name}`,
      handler: (request, reply) => {
        const params = Object.assign({}, request.query, request.body);
        calls.push({ name, params, authorization: request.headers.authorization });
        const instead = prepared.get(name);
        prepared.delete(name);
        if (instead !== undefined) return reply.code(instead.status).send(instead.body);
        if (request.headers.authorization !== `Bearer ${API_KEY}`) return reply.code(401).send(refused('no', 401));
        return reply.send(handle(params));
      },
    });
  }

  let url = '';
  await http.register(demoShop({ serverUrl: () => url, appId: '1', apiKey: API_KEY, ...options }), { prefix: '/demo' });
  url = await http.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    http,
    orders,
    calls,
    answerNext: (name, status, body) => prepared.set(name, { status, body }),
    [Symbol.asyncDispose]: () => http.close(),
  };
}

function sum(refunds: Map<string, Fen>): Fen {
  return [...refunds.values()].reduce((total, amount) => total + amount, 0n);
}

function detailOf(orderNo: string, order: FakeOrder): Record<string, unknown> {
  return {
    buyerLogonId: order.isPaid ? 'lin***@sandbox.com' : null,
    outTradeNo: orderNo,
    sendPayDate: order.isPaid ? '2026-01-31 09:31:00' : null,
    totalAmount: order.amount,
    tradeNo: '2026013122001400001234567890',
    tradeStatus: order.status,
    code: '10000',
    msg: 'Success',
    subCode: null,
    isError: false,
  };
}
