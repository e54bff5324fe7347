import type { AccountRow } from '../bill/index.ts';
import type { Fen } from '../money/index.ts';
import { type BillFileText, ruled, time, yuan } from './bill-text.ts';

/** A row of a test's bill: what the test is about; the rest is empty. `amountFen` is signed. */
export type AccountFileRow = Pick<AccountRow, 'kind' | 'entryNo' | 'amountFen'> & Partial<Omit<AccountRow, 'line'>>;

const TITLES =
  '账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,' +
  '交易渠道,业务类型,备注';

const SUMMARY_TITLES = '类型,收入笔数,收入金额（+元）,支出笔数,支出金额（-元）,总金额（元）';

const BUSINESS: Readonly<Record<AccountRow['kind'], string>> = {
  payment: '在线支付',
  refund: '交易退款',
  fee: '收费',
  fee_refund: '退费',
  transfer: '转账',
  withdrawal: '提现',
  deposit: '充值',
  other: '其它',
};

interface Sum {
  incomeCount: number;
  incomeFen: Fen;
  expenseCount: number;
  /** Negative. */
  expenseFen: Fen;
}

/** 账务明细 and 账务汇总. The summary is written after the details, from what they had. */
export function accountFiles(
  rows: Iterable<AccountFileRow>,
  head: readonly string[],
  exported: string,
): BillFileText[] {
  const sums = new Map<string, Sum>();
  return [
    { name: '账务明细', lines: details(rows, sums, head, exported) },
    { name: '账务明细(汇总)', lines: summary(sums, head, exported) },
  ];
}

function* details(
  rows: Iterable<AccountFileRow>,
  sums: Map<string, Sum>,
  head: readonly string[],
  exported: string,
): Generator<string> {
  yield* ['#支付宝账务明细查询', ...head, ruled('账务明细列表'), TITLES];
  let balanceFen = 0n;
  for (const row of rows) {
    balanceFen = row.balanceFen ?? balanceFen + row.amountFen;
    const business = row.business ?? BUSINESS[row.kind];
    sums.set(business, added(sums.get(business), row.amountFen));
    yield rowLine(row, business, balanceFen);
  }
  const all = totalOf(sums);
  yield ruled('账务明细列表结束');
  yield `#支出合计：${all.expenseCount}笔，共${yuan(all.expenseFen)}元`;
  yield `#收入合计：${all.incomeCount}笔，共${yuan(all.incomeFen)}元`;
  yield exported;
}

function rowLine(row: AccountFileRow, business: string, balanceFen: Fen): string {
  const isIncome = row.amountFen >= 0n;
  return [
    ...[`${row.entryNo}\t`, `${row.businessNo ?? ''}\t`, `${row.outTradeNo ?? ''}\t`, `${row.subject ?? ''}\t`],
    ...[time(row.happenedAt), row.counterparty ?? ''],
    ...[yuan(isIncome ? row.amountFen : 0n), yuan(isIncome ? 0n : row.amountFen), yuan(balanceFen)],
    ...[row.channel ?? '支付宝', business, row.remark ?? ''],
  ].join(',');
}

function* summary(sums: ReadonlyMap<string, Sum>, head: readonly string[], exported: string): Generator<string> {
  yield* ['#支付宝账务汇总查询', ...head, ruled('账务汇总列表'), SUMMARY_TITLES];
  for (const [business, sum] of sums) yield sumLine(business, sum);
  yield sumLine('合计', totalOf(sums));
  yield ruled('账务汇总列表结束');
  yield exported;
}

function sumLine(name: string, { incomeCount, incomeFen, expenseCount, expenseFen }: Sum): string {
  return [name, incomeCount, yuan(incomeFen), expenseCount, yuan(expenseFen), yuan(incomeFen + expenseFen)].join(',');
}

function added(sum: Sum | undefined, amountFen: Fen): Sum {
  const { incomeCount, incomeFen, expenseCount, expenseFen } = sum ?? NOTHING;
  return amountFen >= 0n
    ? { incomeCount: incomeCount + 1, incomeFen: incomeFen + amountFen, expenseCount, expenseFen }
    : { incomeCount, incomeFen, expenseCount: expenseCount + 1, expenseFen: expenseFen + amountFen };
}

const NOTHING: Sum = { incomeCount: 0, incomeFen: 0n, expenseCount: 0, expenseFen: 0n };

function totalOf(sums: ReadonlyMap<string, Sum>): Sum {
  const all = { ...NOTHING };
  for (const sum of sums.values()) {
    all.incomeCount += sum.incomeCount;
    all.incomeFen += sum.incomeFen;
    all.expenseCount += sum.expenseCount;
    all.expenseFen += sum.expenseFen;
  }
  return all;
}
