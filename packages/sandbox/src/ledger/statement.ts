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
  /** Who is on the other side of it. */
  readonly counterparty: string;
  /** What is in the account after it. */
  readonly balanceFen: Fen;
}

/**
 * The lines of a merchant's account between two instants (the second excluded), oldest first: each balance is the one
 * before plus the amount.
 */
export function statement(
  ledger: Pick<Ledger, 'postings' | 'balanceBefore'>,
  sellerId: string,
  { from, to }: { readonly from: number; readonly to: number },
): StatementLine[] {
  const account = merchantAccount(sellerId);
  const lines: StatementLine[] = [];
  let balanceFen = ledger.balanceBefore(sellerId, from);
  for (const posting of ledger.postings(sellerId, from, to)) {
    for (const [index, { account: whose, kind, amountFen }] of posting.entries.entries()) {
      if (whose !== account) continue;
      balanceFen += amountFen;
      if (posting.at < from || posting.at >= to) continue;
      const counterparty = otherSide(posting, account);
      lines.push({ number: `${posting.number}${index}`, posting, kind, amountFen, counterparty, balanceFen });
    }
  }
  return lines;
}

/** A posting names the other side of the merchant who comes first in it; to any other, that one is the other side. */
function otherSide({ entries, counterparty }: Posting, account: string): string {
  const first = entries.find((entry) => entry.account.startsWith('merchant:'))?.account ?? account;
  return first === account ? counterparty : first.slice('merchant:'.length);
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
