import type { TradeRow } from '../bill/index.ts';
import type { Fen } from '../money/index.ts';
import { type BillFileText, ruled, time, yuan } from './bill-text.ts';

/** A row of a test's bill: what the test is about; the rest is empty or 0.00. */
export type TradeFileRow = Pick<TradeRow, 'kind' | 'tradeNo' | 'outTradeNo' | 'totalFen'> &
  Partial<Omit<TradeRow, 'line'>>;

const TITLES =
  '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,' +
  '订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,' +
  '券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注';

const SUMMARY_TITLES =
  '门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）,' +
  '卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）';

const BUSINESS: Readonly<Record<TradeRow['kind'], string>> = { payment: '交易', refund: '退款', other: '其它' };

/** 业务明细 and 业务汇总. The summary is written after the details, from what they had. */
export function tradeFiles(rows: Iterable<TradeFileRow>, head: readonly string[], exported: string): BillFileText[] {
  const stores = new Map<string, StoreSum>();
  return [
    { name: '业务明细', lines: details(rows, stores, head, exported) },
    { name: '业务明细(汇总)', lines: summary(stores, head, exported) },
  ];
}

function* details(
  rows: Iterable<TradeFileRow>,
  stores: Map<string, StoreSum>,
  head: readonly string[],
  exported: string,
): Generator<string> {
  yield* ['#支付宝业务明细查询', ...head, ruled('业务明细列表'), TITLES];
  for (const row of rows) {
    const { storeId = '', storeName = '' } = row;
    const sum = stores.get(storeId) ?? new StoreSum(storeId, storeName);
    stores.set(storeId, sum);
    sum.add(row);
    yield rowLine(row);
  }
  const all = totalOf(stores);
  yield ruled('业务明细列表结束');
  yield `#交易合计：${all.paymentCount}笔，商家实收共${yuan(all.paidFen)}元，商家优惠共${yuan(all.paidDiscountFen)}元`;
  yield `#退款合计：${all.refundCount}笔，商家实收退款共${yuan(all.refundedFen)}元，商家优惠退款共${yuan(all.refundedDiscountFen)}元`;
  yield exported;
}

function rowLine(row: TradeFileRow): string {
  return [
    ...[`${row.tradeNo}\t`, `${row.outTradeNo}\t`, `${row.business ?? BUSINESS[row.kind]}\t`, row.subject ?? ''],
    ...[time(row.createdAt), time(row.finishedAt)],
    ...[`${row.storeId ?? ''}\t`, `${row.storeName ?? ''}\t`, `${row.operator ?? ''}\t`, `${row.terminalId ?? ''}\t`],
    ...[`${row.counterparty ?? ''}\t`, yuan(row.totalFen), yuan(receivedFenOf(row))],
    ...[yuan(row.redPacketFen), yuan(row.pointsFen), yuan(row.alipayDiscountFen), yuan(row.sellerDiscountFen)],
    ...[yuan(row.couponFen), row.couponName ?? '', `${yuan(row.sellerRedPacketFen)}\t`, yuan(row.cardFen)],
    ...[`${row.outRequestNo ?? ''}\t`, yuan(row.feeFen), yuan(row.royaltyFen), row.remark ?? ''],
  ].join(',');
}

function* summary(stores: ReadonlyMap<string, StoreSum>, head: readonly string[], exported: string): Generator<string> {
  yield* ['#支付宝业务汇总查询', ...head, ruled('业务汇总列表'), SUMMARY_TITLES];
  for (const sum of stores.values()) yield sum.line();
  yield totalOf(stores).line();
  yield ruled('业务汇总列表结束');
  yield exported;
}

function totalOf(stores: ReadonlyMap<string, StoreSum>): StoreSum {
  const all = new StoreSum('合计', '');
  for (const sum of stores.values()) all.addAll(sum);
  return all;
}

function receivedFenOf(row: TradeFileRow): Fen {
  return row.receivedFen ?? row.totalFen;
}

/** What the rows of a store add up to. */
class StoreSum {
  readonly id: string;
  readonly name: string;
  paymentCount = 0;
  refundCount = 0;
  paidFen: Fen = 0n;
  paidDiscountFen: Fen = 0n;
  refundedFen: Fen = 0n;
  refundedDiscountFen: Fen = 0n;
  /** 订单金额, 支付宝优惠, 卡消费金额, 服务费, 分润. */
  others: Fen[] = [0n, 0n, 0n, 0n, 0n];

  constructor(id: string, name: string) {
    this.id = id;
    this.name = name;
  }

  add(row: TradeFileRow): void {
    if (row.kind === 'payment') {
      this.paymentCount++;
      this.paidFen += receivedFenOf(row);
      this.paidDiscountFen += row.sellerDiscountFen ?? 0n;
    } else if (row.kind === 'refund') {
      this.refundCount++;
      this.refundedFen += receivedFenOf(row);
      this.refundedDiscountFen += row.sellerDiscountFen ?? 0n;
    }
    const amounts = [row.totalFen, row.alipayDiscountFen, row.cardFen, row.feeFen, row.royaltyFen];
    this.others = this.others.map((sum, index) => sum + (amounts[index] ?? 0n));
  }

  addAll(sum: StoreSum): void {
    this.paymentCount += sum.paymentCount;
    this.refundCount += sum.refundCount;
    this.paidFen += sum.paidFen;
    this.paidDiscountFen += sum.paidDiscountFen;
    this.refundedFen += sum.refundedFen;
    this.refundedDiscountFen += sum.refundedDiscountFen;
    this.others = this.others.map((own, index) => own + (sum.others[index] ?? 0n));
  }

  line(): string {
    const [total = 0n, alipayDiscount, card, fee = 0n, royalty = 0n] = this.others;
    const received = this.paidFen + this.refundedFen;
    return [
      ...[this.id, this.name, this.paymentCount, this.refundCount, yuan(total), yuan(received), yuan(alipayDiscount)],
      ...[yuan(this.paidDiscountFen + this.refundedDiscountFen), yuan(card), yuan(fee), yuan(royalty)],
      yuan(received + fee + royalty),
    ].join(',');
  }
}
