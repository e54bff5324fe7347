import { type Fen, formatYuan } from '@till/alipay/money';
import { formatBeijing } from '@till/alipay/time';
import { column, type Sheet, tabbed } from './csv.ts';
import { receiptOf, type TradeRow } from './trade-rows.ts';

const TITLES =
  '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,' +
  '订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,' +
  '商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注';

const SUMMARY_TITLES =
  '门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）,' +
  '卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）';

const NOTHING = '0.00';

/** 业务明细: every payment and every refund. */
export function tradeSheet(rows: readonly TradeRow[], payerOf: (row: TradeRow) => string): Sheet {
  const payments = rows.filter(({ refund }) => refund === undefined);
  const refunds = rows.filter(({ refund }) => refund !== undefined);
  return {
    heading: '业务明细查询',
    list: '业务明细列表',
    endDashes: [41, 36],
    titles: TITLES,
    rows: rows.map((row) => printRow(row, payerOf(row))),
    totals: [
      `交易合计：${payments.length}笔，商家实收共${receiptsIn(payments)}元，商家优惠共${discountsIn(payments)}元`,
      `退款合计：${refunds.length}笔，商家实收退款共${receiptsIn(refunds)}元，商家优惠退款共${discountsIn(refunds)}元`,
    ],
  };
}

/** 业务明细(汇总): what each store took, and all of them. */
export function tradeSummarySheet(rows: readonly TradeRow[]): Sheet {
  const stores = [...new Set(rows.map(storeOf))];
  const perStore = stores.map((store) =>
    summaryRow(
      store,
      rows.filter((row) => storeOf(row) === store),
    ),
  );
  return {
    heading: '业务汇总查询',
    list: '业务汇总列表',
    endDashes: [40, 37],
    titles: SUMMARY_TITLES,
    rows: [...perStore, summaryRow('合计', rows)],
    totals: [],
  };
}

function printRow(row: TradeRow, payer: string): string[] {
  const { trade, refund, at, amountFen, feeFen } = row;
  const { terms } = trade;
  const own = [amountFen, receiptOf(row), row.redPacketFen, 0n, row.alipayDiscountFen, row.merchantDiscountFen];
  // A red packet is money; a discount is a voucher, whoever pays it.
  const voucherFen = row.alipayDiscountFen + row.merchantDiscountFen;
  return [
    tabbed(trade.tradeNo),
    tabbed(terms.outTradeNo),
    tabbed(refund === undefined ? '交易' : '退款'),
    column(terms.subject),
    formatBeijing(trade.createdAt),
    formatBeijing(at),
    tabbed(terms.storeId ?? ''),
    tabbed(terms.storeId ?? ''),
    tabbed(terms.operatorId ?? ''),
    tabbed(terms.terminalId ?? ''),
    tabbed(payer),
    ...own.map(formatYuan),
    formatYuan(voucherFen),
    voucherFen === 0n ? '' : column(trade.payment?.coupon?.name ?? ''),
    ...[`${NOTHING}\t`, NOTHING],
    tabbed(refund?.outRequestNo ?? ''),
    formatYuan(feeFen),
    NOTHING,
    column(refund === undefined ? (terms.body ?? terms.subject) : (refund.reason ?? terms.subject)),
  ];
}

function summaryRow(store: string, rows: readonly TradeRow[]): string[] {
  const receiptFen = sum(rows.map(receiptOf));
  const feeFen = sum(rows.map((row) => row.feeFen));
  const refundCount = rows.filter(({ refund }) => refund !== undefined).length;
  return [
    tabbed(store),
    tabbed(store === '合计' ? '' : store),
    `${rows.length - refundCount}`,
    `${refundCount}`,
    formatYuan(sum(rows.map((row) => row.amountFen))),
    formatYuan(receiptFen),
    formatYuan(sum(rows.map((row) => row.alipayDiscountFen))),
    discountsIn(rows),
    NOTHING,
    formatYuan(feeFen),
    NOTHING,
    formatYuan(receiptFen + feeFen),
  ];
}

function storeOf({ trade }: TradeRow): string {
  return trade.terms.storeId ?? '';
}

function receiptsIn(rows: readonly TradeRow[]): string {
  return formatYuan(sum(rows.map(receiptOf)));
}

function discountsIn(rows: readonly TradeRow[]): string {
  return formatYuan(sum(rows.map(({ merchantDiscountFen }) => merchantDiscountFen)));
}

function sum(amounts: readonly Fen[]): Fen {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
