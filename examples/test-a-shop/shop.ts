import { type Alipay, AlipayError, AlipayGatewayError } from '@till/alipay';
import { type Fen, formatYuan } from '@till/alipay/money';
import { Hono } from 'hono';

interface Order {
  readonly subject: string;
  readonly amountFen: Fen;
  status: 'waiting' | 'paid' | 'closed';
  /** Asked for: Alipay was asked, and what became of it is not known yet. */
  refund: 'none' | 'asked for' | 'made';
  parcels: number;
}

/** A shop's pages, and what it does by itself every few minutes. Yours keeps its orders in a database. */
export function openShop(alipay: Alipay) {
  const orders = new Map<string, Order>();
  const pages = new Hono();

  pages.post('/orders/:number', (context) => {
    const number = context.req.param('number');
    const order = { subject: '龙井茶', amountFen: 8888n, status: 'waiting', refund: 'none', parcels: 0 } as const;
    orders.set(number, { ...order });
    const trade = { out_trade_no: number, subject: order.subject, total_amount: formatYuan(order.amountFen) };
    return context.html(alipay.pageForm('alipay.trade.page.pay', { ...trade, product_code: 'FAST_INSTANT_TRADE_PAY' }));
  });

  pages.post('/alipay/notify', (context) =>
    alipay.handleNotification(context.req.raw, {
      findOrder: (number) => orders.get(number),
      on: { 'trade.paid': ({ outTradeNo }) => markPaid(outTradeNo) },
    }),
  );

  /** However often it is told, one parcel is sent. */
  function markPaid(number: string): void {
    const order = orders.get(number);
    if (order?.status !== 'waiting') return;
    order.status = 'paid';
    order.parcels++;
  }

  /** A notification may be lost: whoever asks loses minutes, not money. */
  async function askAboutPayments(): Promise<void> {
    for (const [number, order] of orders) {
      if (order.status !== 'waiting') continue;
      const status = await statusOf(number);
      if (status === 'TRADE_SUCCESS' || status === 'TRADE_FINISHED') markPaid(number);
      if (status === 'TRADE_CLOSED') order.status = 'closed';
    }
  }

  async function statusOf(number: string): Promise<string | undefined> {
    try {
      return (await alipay.execute('alipay.trade.query', { out_trade_no: number })).trade_status;
    } catch (error) {
      // The buyer has not opened the cashier yet.
      if (error instanceof AlipayGatewayError && error.subCode === 'ACQ.TRADE_NOT_EXIST') return undefined;
      throw error;
    }
  }

  /** Written down before Alipay is asked. Always under the same number, so that it can happen only once. */
  async function refund(number: string): Promise<void> {
    const order = orders.get(number);
    if (order?.status !== 'paid' || order.refund === 'made') return;
    order.refund = 'asked for';
    const refund_amount = formatYuan(order.amountFen);
    try {
      await alipay.execute('alipay.trade.refund', {
        out_trade_no: number,
        out_request_no: `${number}-1`,
        refund_amount,
      });
      order.refund = 'made';
    } catch (error) {
      if (!(error instanceof AlipayError)) throw error;
      if (error.outcome !== 'unknown') order.refund = 'none';
    }
  }

  /** Nobody knows what became of a call without an answer, but Alipay. */
  async function askAboutRefunds(): Promise<void> {
    for (const [number, order] of orders) {
      if (order.refund !== 'asked for') continue;
      const refund = { out_trade_no: number, out_request_no: `${number}-1` };
      const { refund_status } = await alipay.execute('alipay.trade.fastpay.refund.query', refund);
      if (refund_status === 'REFUND_SUCCESS') order.refund = 'made';
    }
  }

  return { fetch: pages.fetch, orders, askAboutPayments, refund, askAboutRefunds };
}
