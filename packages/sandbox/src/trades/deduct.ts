import type { Clock } from '@till/alipay/time';
import { type Agreement, type DeductionRefusal, whyNotDeduct } from '../agreements/agreement.ts';
import type { AgreementBook } from '../agreements/agreement-book.ts';
import type { Trade } from './trade.ts';
import type { PaymentOutcome, TradeBook } from './trade-book.ts';

export interface DeductionParts {
  readonly clock: Clock;
  readonly trades: TradeBook;
  readonly agreements: AgreementBook;
}

/** Takes a trade's money under an agreement, in one transaction with the note that the agreement's rules count. */
export function deduct(
  { clock, trades, agreements }: DeductionParts,
  trade: Trade,
  agreement: Agreement,
): PaymentOutcome | { readonly ok: false; readonly refusal: DeductionRefusal } {
  const { outTradeNo, totalFen } = trade.terms;
  const at = clock.now();
  const refusal = whyNotDeduct(agreement, totalFen, at);
  if (refusal !== undefined) return { ok: false, refusal };
  const noted = agreements.deducted(agreement, { outTradeNo, amountFen: totalFen, at });
  const { agreementNo, signer } = agreement;
  return trades.pay(trade, { buyerId: signer?.userId ?? '', agreementNo }, [noted]);
}
