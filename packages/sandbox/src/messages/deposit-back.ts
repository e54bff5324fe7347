import { formatYuan } from '@till/alipay/money';
import { formatBeijing } from '@till/alipay/time';
import { partsOfRefund } from '../trades/amounts.ts';
import type { Refund, Trade } from '../trades/trade.ts';

/** How long a bank takes to put a refund back onto the card. */
const BANK_MS = 2 * 60 * 60 * 1000;

/** Money that came from a card goes back through the bank; undefined for all other money, which is back at once. */
export function depositBack(trade: Trade, refund: Refund, now: number) {
  if (trade.payment?.channel !== 'BANKCARD') return undefined;
  const arrivesAt = refund.at + BANK_MS;
  const arrived = now >= arrivesAt;
  return {
    arrivesAt,
    fields: {
      has_deposit_back: 'true',
      dback_status: arrived ? 'S' : 'P',
      dback_amount: formatYuan(partsOfRefund(trade, refund).buyerFen),
      ...(arrived ? { bank_ack_time: formatBeijing(arrivesAt) } : {}),
      est_bank_receipt_time: formatBeijing(arrivesAt),
    },
  };
}

/** What `alipay.trade.refund.depositback.completed` says. */
export function depositBackContent(trade: Trade, refund: Refund, arrivesAt: number): object {
  return {
    trade_no: trade.tradeNo,
    out_trade_no: trade.terms.outTradeNo,
    out_request_no: refund.outRequestNo,
    dback_status: 'S',
    dback_amount: formatYuan(partsOfRefund(trade, refund).buyerFen),
    bank_ack_time: formatBeijing(arrivesAt),
    est_bank_receipt_time: formatBeijing(arrivesAt),
  };
}
