import { formatYuan } from '@till/alipay/money';
import { formatBeijing, parseBeijing } from '@till/alipay/time';
import { type TradeRow, tradeRows } from '../../bills/trade-rows.ts';
import { LINE_TYPES, type StatementLine, statement } from '../../ledger/statement.ts';
import type { AnswerFields } from '../answer.ts';
import type { BizContent } from '../biz-content.ts';
import type { ApiMethod } from '../call.ts';
import { refusingAs } from '../plain-failure.ts';

const badArgument = refusingAs('INVALID_PARAMETER');
const PAGE_SIZE_MAX = 2_000;

/** `alipay.data.bill.balance.query`: what is in the merchant's account, and what waits to be settled to it. */
export const billBalance: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer({ app }, { ledger, settlements }) {
    const balanceFen = ledger.balanceOf(app.sellerId);
    const heldFen = settlements.holdings.heldFor(app.sellerId);
    return {
      available_amount: formatYuan(ledger.spendableOf(app.sellerId)),
      freeze_amount: formatYuan(ledger.frozenOf(app.sellerId)),
      settle_amount: formatYuan(heldFen),
      total_amount: formatYuan(balanceFen + heldFen),
    };
  },
};

/** `alipay.data.bill.sell.query`: payments and refunds of up to a month, at once and not only the day after. */
export const billSell: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer({ app, ...call }, { trades }) {
    const content = call.content.refusing(badArgument);
    const span = readSpan(content);
    const wanted = readNumbers(content);
    const storeNo = content.text('store_no', 32);
    const rows = tradeRows(trades, app.sellerId, span).filter(
      ({ trade: { tradeNo, terms } }) =>
        isWanted(wanted, tradeNo, terms.outTradeNo) && (storeNo ?? terms.storeId) === terms.storeId,
    );
    return page(content, rows, sellItem);
  },
};

/** `alipay.data.bill.accountlog.query`: the lines of the merchant's account. */
export const billAccountLog: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer({ app, ...call }, { ledger }) {
    const content = call.content.refusing(badArgument);
    const span = readSpan(content);
    const wanted = readNumbers(content);
    const lines = statement(ledger, app.sellerId, span).filter(({ posting }) =>
      isWanted(wanted, posting.bizNo, posting.outNo),
    );
    return page(content, lines, accountLogItem);
  },
};

interface Numbers {
  readonly alipay: string | undefined;
  readonly merchant: string | undefined;
}

function readNumbers(content: BizContent): Numbers {
  return { alipay: content.text('alipay_order_no', 64), merchant: content.text('merchant_order_no', 64) };
}

function isWanted({ alipay, merchant }: Numbers, bizNo: string, outNo: string): boolean {
  return (alipay ?? bizNo) === bizNo && (merchant ?? outNo) === outNo;
}

function readSpan(content: BizContent): { from: number; to: number } {
  const [from, to] = [readTime(content, 'start_time'), readTime(content, 'end_time')];
  if (from > to) throw badArgument('start_time晚于end_time');
  return { from, to };
}

function readTime(content: BizContent, name: string): number {
  const text = content.requiredText(name, 19);
  try {
    return parseBeijing(text);
  } catch {
    throw badArgument(`${name}格式应为yyyy-MM-dd HH:mm:ss`);
  }
}

function page<R>(content: BizContent, rows: readonly R[], print: (row: R) => AnswerFields): AnswerFields {
  const number = readCount(content, 'page_no', 1, Number.MAX_SAFE_INTEGER);
  const size = readCount(content, 'page_size', PAGE_SIZE_MAX, PAGE_SIZE_MAX);
  return {
    detail_list: rows.slice((number - 1) * size, number * size).map(print),
    page_no: String(number),
    page_size: String(size),
    total_size: String(rows.length),
  };
}

export function readCount(content: BizContent, name: string, fallback: number, max: number): number {
  const value = Number(content.text(name, 10) ?? fallback);
  if (!Number.isSafeInteger(value) || value < 1 || value > max) throw badArgument(`${name}应为1到${max}的整数`);
  return value;
}

function sellItem({ trade, refund, at, amountFen, merchantDiscountFen, feeFen }: TradeRow): AnswerFields {
  const { terms, payment } = trade;
  return {
    alipay_order_no: trade.tradeNo,
    gmt_create: formatBeijing(trade.createdAt),
    gmt_pay: payment === undefined ? undefined : formatBeijing(payment.at),
    gmt_refund: refund === undefined ? undefined : formatBeijing(at),
    goods_title: terms.subject,
    goods_memo: terms.body,
    merchant_order_no: terms.outTradeNo,
    net_mdiscount: formatYuan(merchantDiscountFen),
    other_account: payment?.buyerLogonId,
    refund_amount: refund === undefined ? '0.00' : formatYuan(-amountFen),
    service_fee: formatYuan(feeFen < 0n ? -feeFen : feeFen),
    store_no: terms.storeId,
    total_amount: formatYuan(terms.totalFen),
    trade_status: refund === undefined ? '成功' : '退款成功',
    trade_type: refund === undefined ? '交易' : '退款',
  };
}

function accountLogItem({ number, posting, kind, amountFen, counterparty, balanceFen }: StatementLine): AnswerFields {
  return {
    account_log_id: number,
    alipay_order_no: posting.bizNo,
    balance: formatYuan(balanceFen),
    biz_desc: LINE_TYPES[kind],
    direction: amountFen > 0n ? '收入' : '支出',
    merchant_order_no: posting.outNo,
    other_account: counterparty,
    trans_amount: formatYuan(amountFen),
    trans_dt: formatBeijing(posting.at),
    trans_memo: posting.remark,
    type: LINE_TYPES[kind],
  };
}
