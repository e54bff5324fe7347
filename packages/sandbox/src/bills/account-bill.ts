import { type Fen, formatYuan } from '@till/alipay/money';
import { formatBeijing } from '@till/alipay/time';
import { LINE_TYPES, type StatementLine } from '../ledger/statement.ts';
import { column, type Sheet, tabbed } from './csv.ts';

const TITLES =
  '账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注';

const SUMMARY_TITLES = '类型,收入笔数,收入金额（+元）,支出笔数,支出金额（-元）,总金额（元）';

/** 账务明细: every line of the merchant's account. */
export function accountSheet(lines: readonly StatementLine[]): Sheet {
  const { income, expense } = sides(lines);
  return {
    heading: '账务明细查询',
    list: '账务明细列表',
    endDashes: [41, 36],
    titles: TITLES,
    rows: lines.map(printLine),
    totals: [
      `支出合计：${expense.length}笔，共${formatYuan(-sum(expense))}元`,
      `收入合计：${income.length}笔，共${formatYuan(sum(income))}元`,
    ],
  };
}

/** 账务明细(汇总): the same by type. */
export function accountSummarySheet(lines: readonly StatementLine[]): Sheet {
  const types = [...new Set(lines.map(({ kind }) => LINE_TYPES[kind]))];
  const perType = types.map((type) =>
    summaryRow(
      type,
      lines.filter(({ kind }) => LINE_TYPES[kind] === type),
    ),
  );
  return {
    heading: '账务汇总查询',
    list: '账务汇总列表',
    endDashes: [41, 36],
    titles: SUMMARY_TITLES,
    rows: [...perType, summaryRow('合计', lines)],
    totals: [],
  };
}

function printLine({ number, posting, kind, amountFen, counterparty, balanceFen }: StatementLine): string[] {
  return [
    tabbed(number),
    tabbed(posting.bizNo),
    tabbed(posting.outNo),
    tabbed(posting.title),
    formatBeijing(posting.at),
    tabbed(counterparty),
    formatYuan(amountFen > 0n ? amountFen : 0n),
    formatYuan(amountFen < 0n ? amountFen : 0n),
    formatYuan(balanceFen),
    '支付宝',
    LINE_TYPES[kind],
    column(posting.remark ?? ''),
  ];
}

function summaryRow(type: string, lines: readonly StatementLine[]): string[] {
  const { income, expense } = sides(lines);
  return [
    type,
    `${income.length}`,
    formatYuan(sum(income)),
    `${expense.length}`,
    formatYuan(sum(expense)),
    formatYuan(sum(lines)),
  ];
}

function sides(lines: readonly StatementLine[]) {
  return {
    income: lines.filter(({ amountFen }) => amountFen > 0n),
    expense: lines.filter(({ amountFen }) => amountFen < 0n),
  };
}

function sum(lines: readonly StatementLine[]): Fen {
  return lines.reduce((total, { amountFen }) => total + amountFen, 0n);
}
