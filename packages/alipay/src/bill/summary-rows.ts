import type { Fen } from '../money/index.ts';
import type { BillColumns } from './bill-columns.ts';
import { AlipayBillError } from './bill-error.ts';
import type { RowReader } from './bill-file.ts';
import type { AccountSummary, TradeSummary } from './bill-row.ts';

const TOTAL = '合计';

/** Reads 业务汇总: a line per store, and one of all. */
export function tradeSummary(columns: BillColumns): RowReader<TradeSummary, undefined> {
  const cell = {
    storeId: columns.text('门店编号'),
    storeName: columns.text('门店名称'),
    paymentCount: columns.number('交易订单总笔数'),
    refundCount: columns.number('退款订单总笔数'),
    totalFen: columns.fen('订单金额（元）'),
    receivedFen: columns.fen('商家实收（元）'),
    alipayDiscountFen: columns.fen('支付宝优惠（元）'),
    sellerDiscountFen: columns.fen('商家优惠（元）'),
    cardFen: columns.fen('卡消费金额（元）'),
    feeFen: columns.fen('服务费（元）'),
    royaltyFen: columns.fen('分润（元）'),
    netFen: columns.fen('实收净额（元）'),
  };
  return summing((cells, line) => {
    const storeId = cell.storeId(cells, line);
    return {
      kind: storeId === TOTAL ? 'summary' : 'store_summary',
      storeId,
      storeName: cell.storeName(cells, line),
      paymentCount: cell.paymentCount(cells, line),
      refundCount: cell.refundCount(cells, line),
      totalFen: cell.totalFen(cells, line),
      receivedFen: cell.receivedFen(cells, line),
      alipayDiscountFen: cell.alipayDiscountFen(cells, line),
      sellerDiscountFen: cell.sellerDiscountFen(cells, line),
      cardFen: cell.cardFen(cells, line),
      feeFen: cell.feeFen(cells, line),
      royaltyFen: cell.royaltyFen(cells, line),
      netFen: cell.netFen(cells, line),
    };
  });
}

/** Reads 账务汇总: a line per type of business, and one of all. */
export function accountSummary(columns: BillColumns): RowReader<AccountSummary, undefined> {
  const cell = {
    business: columns.text('类型'),
    incomeCount: columns.number('收入笔数'),
    incomeFen: columns.fen('收入金额（+元）'),
    expenseCount: columns.number('支出笔数'),
    expenseFen: columns.fen('支出金额（-元）'),
    totalFen: columns.fen('总金额（元）'),
  };
  return summing((cells, line) => {
    const business = cell.business(cells, line);
    return {
      kind: business === TOTAL ? 'summary' : 'business_summary',
      business,
      incomeCount: cell.incomeCount(cells, line),
      incomeFen: cell.incomeFen(cells, line),
      expenseCount: cell.expenseCount(cells, line),
      expenseFen: cell.expenseFen(cells, line),
      totalFen: cell.totalFen(cells, line),
    };
  });
}

/** Checks the line of all against the others. */
function summing<Row extends TradeSummary | AccountSummary>(
  read: (cells: readonly string[], line: number) => Row,
): RowReader<Row, undefined> {
  const sums = new Map<string, Fen>();
  return {
    read(cells, line) {
      const row = read(cells, line);
      for (const [name, value] of Object.entries(row)) {
        if (typeof value !== 'bigint' && typeof value !== 'number') continue;
        if (row.kind !== 'summary') sums.set(name, (sums.get(name) ?? 0n) + BigInt(value));
        else checkSum(name, BigInt(value), sums.get(name), line);
      }
      return row;
    },
    finish: () => undefined,
  };
}

/** A bill without stores has a line of all alone. */
function checkSum(name: string, stated: Fen, sum: Fen | undefined, line: number): void {
  if (sum === undefined || sum === stated) return;
  const problem = `The summary's ${TOTAL} (line ${line}) does not fit the lines above it: ${name} is ${stated}, they make ${sum}.`;
  throw new AlipayBillError('inconsistent', problem);
}
