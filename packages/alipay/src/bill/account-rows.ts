import type { Fen } from '../money/index.ts';
import type { BillColumns } from './bill-columns.ts';
import type { RowReader } from './bill-file.ts';
import type { AccountRow, AccountTotals } from './bill-row.ts';
import { checkTotals, findTotals, type TotalsLine } from './totals-line.ts';

const KINDS: ReadonlyMap<string, AccountRow['kind']> = new Map([
  ['在线支付', 'payment'],
  ['交易付款', 'payment'],
  ['交易退款', 'refund'],
  ['收费', 'fee'],
  ['退费', 'fee_refund'],
  ['转账', 'transfer'],
  ['提现', 'withdrawal'],
  ['充值', 'deposit'],
]);

/** Reads 账务明细: everything that moved the account. */
export function accountRows(columns: BillColumns): RowReader<AccountRow, AccountTotals> {
  const cell = cellsOf(columns);
  const income = { count: 0, amountFen: 0n };
  const expense = { count: 0, amountFen: 0n };
  return {
    read(cells, line) {
      const business = cell.business(cells, line);
      const expenseFen = absolute(cell.expenseFen(cells, line));
      const amountFen = cell.incomeFen(cells, line) - expenseFen;
      const sum = expenseFen === 0n ? income : expense;
      sum.count++;
      sum.amountFen += absolute(amountFen);
      return {
        kind: KINDS.get(business) ?? 'other',
        business,
        entryNo: cell.entryNo(cells, line),
        businessNo: cell.businessNo(cells, line),
        outTradeNo: cell.outTradeNo(cells, line),
        subject: cell.subject(cells, line),
        happenedAt: cell.happenedAt(cells, line),
        counterparty: cell.counterparty(cells, line),
        amountFen,
        balanceFen: cell.balanceFen(cells, line),
        channel: cell.channel(cells, line),
        remark: cell.remark(cells, line),
        line,
      };
    },
    finish(footers) {
      check('支出合计', footers, expense);
      check('收入合计', footers, income);
      return { kind: 'totals', income, expense };
    },
  };
}

function check(
  label: string,
  footers: readonly string[],
  { count, amountFen }: { count: number; amountFen: Fen },
): void {
  const stated = findTotals(footers, label);
  const unsigned: TotalsLine | undefined = stated && { ...stated, amounts: stated.amounts.map(absolute) };
  checkTotals(label, unsigned, { count, amounts: [amountFen] });
}

function cellsOf(columns: BillColumns) {
  return {
    business: columns.text('业务类型'),
    entryNo: columns.text('账务流水号'),
    businessNo: columns.text('业务流水号'),
    outTradeNo: columns.text('商户订单号'),
    subject: columns.text('商品名称'),
    happenedAt: columns.time('发生时间'),
    counterparty: columns.text('对方账号'),
    incomeFen: columns.fen('收入金额（+元）'),
    expenseFen: columns.fen('支出金额（-元）'),
    balanceFen: columns.fen('账户余额（元）'),
    channel: columns.text('交易渠道'),
    remark: columns.text('备注'),
  };
}

/** Expenses are written with a minus sign in the rows; without in some totals. */
function absolute(fen: Fen): Fen {
  return fen < 0n ? -fen : fen;
}
