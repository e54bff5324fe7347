import { type Fen, formatYuan } from '@till/alipay/money';
import { formatBeijingDate } from '@till/alipay/time';
import { readBillDate } from '../../bills/period.ts';
import { settledFen, unsettledFen } from '../../trades/settling.ts';
import { asOf, type Trade } from '../../trades/trade.ts';
import { type BizContent, invalid } from '../biz-content.ts';
import type { ApiMethod } from '../call.ts';
import { namedTrade } from '../named-trade.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const DAYS_MAX = 30;
/** The end of yesterday is known from two in the morning on. */
const KNOWN_AFTER_MS = 2 * 60 * 60 * 1000;

/**
 * `alipay.trade.settle.receivables.query`: what of one payment, or of all payments for a sub-merchant or a store, waits
 * to be settled, now or at the end of a day. What is settled arrives at once here, so that nothing is on its way.
 */
export const settleReceivables: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer(call, { trades, clock }) {
    const { app, content } = call;
    const outRequestNo = content.text('out_request_no', 32);
    if (outRequestNo !== undefined && !/^\w+$/.test(outRequestNo))
      throw invalid('out_request_no应为字母、数字、下划线');
    content.text('biz_product', 64);
    if (content.has('trade_no')) return amounts([namedTrade(call, trades)]);
    const isFor = readEntity(content.object('merchant_info'));
    const at = readDayEnd(content, clock.now());
    const wanted = trades.completed(app.sellerId, 0, clock.now()).filter(isFor);
    return amounts(at === undefined ? wanted : wanted.map((trade) => asOf(trade, at)));
  },
};

function amounts(trades: readonly Trade[]) {
  return {
    on_settle_amount: '0.00',
    settled_amount: formatYuan(sum(trades.map(settledFen))),
    unsettled_amount: formatYuan(sum(trades.map(unsettledFen))),
  };
}

/** Whose payments are meant. @throws {GatewayRefusal} */
function readEntity(merchant: BizContent): (trade: Trade) => boolean {
  const id = merchant.requiredText('settle_entity_id', 64);
  const type = merchant.requiredText('settle_entity_type', 32);
  if (type === 'SecondMerchant') return ({ terms }) => terms.subMerchantId === id;
  if (type === 'Store') return ({ terms }) => terms.storeId === id;
  throw invalid('settle_entity_type应为SecondMerchant或Store');
}

/** `query_his_date`: `yyyyMMdd` of the last thirty days. @throws {GatewayRefusal} */
function readDayEnd(content: BizContent, now: number): number | undefined {
  const text = content.text('query_his_date', 8);
  if (text === undefined) return undefined;
  const day = readBillDate(text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3'));
  const today = readBillDate(formatBeijingDate(now));
  if (day === undefined || today === undefined || text.length !== 8) throw invalid('query_his_date格式应为yyyyMMdd');
  if (day.to > now || day.from < today.from - DAYS_MAX * DAY_MS) throw invalid('query_his_date应为昨日起往前30日内');
  if (now < day.to + KNOWN_AFTER_MS) throw invalid('昨日的待结算余额02:00后才能查询');
  return day.to;
}

function sum(amounts: readonly Fen[]): Fen {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
