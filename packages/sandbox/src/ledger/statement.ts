import type { Fen } from '@till/alipay/money';
import type { Ledger } from './ledger.ts';
import { type EntryKind, merchantAccount, type Posting } from './posting.ts';

/** One line of a merchant's account statement. */
export interface StatementLine {
  readonly number: string;
  readonly posting: Posting;
  readonly kind: EntryKind;
  /** Positive: income. Negative: expense. */
  readonly amountFen: Fen;
  /** What is in the account after it. */
  readonly balanceFen: Fen;
}

/** Every line of a merchant's account, oldest first: each balance is the one before plus the amount. */
export function statement(ledger: Pick<Ledger, 'postings' | 'openingOf'>, sellerId: string): StatementLine[] {
  const account = merchantAccount(sellerId);
  const lines: StatementLine[] = [];
  let balanceFen = ledger.openingOf(sellerId);
  for (const posting of ledger.postings()) {
    for (const [index, entry] of posting.entries.entries()) {
      if (entry.account !== account) continue;
      balanceFen += entry.amountFen;
      const { kind, amountFen } = entry;
      lines.push({ number: `${posting.number}${index}`, posting, kind, amountFen, balanceFen });
    }
  }
  return lines;
}

/** What a line is called in a bill (业务类型). */
export const LINE_TYPES: Readonly<Record<EntryKind, string>> = {
  payment: '在线支付',
  fee: '收费',
  instalment_fee: '收费',
  refund: '交易退款',
  fee_return: '退费',
  transfer: '转账',
  royalty: '交易分账',
  royalty_return: '交易退分账',
  settle: '在线支付',
  freeze: '其它',
  unfreeze: '其它',
};
