import { AmountError, type Fen, parseYuan } from '@till/alipay/money';
import { BeijingTimeError, parseBeijing } from '@till/alipay/time';
import type { OrderState } from './order.ts';

/** What a verified message of Alipay says about a trade. */
export interface TradeFacts {
  readonly orderNo: string;
  readonly tradeNo: string;
  readonly amountFen: Fen;
  readonly status: OrderState;
  /** When the buyer paid, even if the trade has been closed by refunds since; null if never. */
  readonly paidAt: number | null;
  readonly buyerId: string | null;
  readonly buyerLogonId: string | null;
}

/** A verified message that does not tell what it must. */
export class TradeFactsError extends Error {
  override readonly name = 'TradeFactsError';
}

type Fields = Readonly<Record<string, unknown>>;

/** Reads the answer of `alipay.trade.query`. */
export function factsOfQuery(answer: Fields): TradeFacts {
  return factsOf(answer, { paidAt: 'send_pay_date', buyerId: 'buyer_user_id', buyerOpenId: 'buyer_open_id' });
}

/** Reads a `trade_status_sync` notification. */
export function factsOfNotification(fields: Fields): TradeFacts {
  return factsOf(fields, { paidAt: 'gmt_payment', buyerId: 'buyer_id', buyerOpenId: 'buyer_open_id' });
}

function factsOf(fields: Fields, names: { paidAt: string; buyerId: string; buyerOpenId: string }): TradeFacts {
  return {
    orderNo: required(fields, 'out_trade_no'),
    tradeNo: required(fields, 'trade_no'),
    amountFen: amount(fields, 'total_amount'),
    status: status(fields),
    paidAt: time(fields, names.paidAt),
    buyerId: optional(fields, names.buyerId) ?? optional(fields, names.buyerOpenId),
    buyerLogonId: optional(fields, 'buyer_logon_id'),
  };
}

function status(fields: Fields): OrderState {
  const text = required(fields, 'trade_status');
  switch (text) {
    case 'WAIT_BUYER_PAY':
    case 'TRADE_SUCCESS':
    case 'TRADE_FINISHED':
    case 'TRADE_CLOSED':
      return text;
    default:
      throw new TradeFactsError(`trade_status ${JSON.stringify(text)} is not one that Alipay documents.`);
  }
}

function amount(fields: Fields, name: string): Fen {
  try {
    return parseYuan(required(fields, name));
  } catch (error) {
    if (error instanceof AmountError) throw new TradeFactsError(`${name}: ${error.message}`);
    throw error;
  }
}

function time(fields: Fields, name: string): number | null {
  const text = optional(fields, name);
  if (text === null) return null;
  try {
    return parseBeijing(text);
  } catch (error) {
    if (error instanceof BeijingTimeError) throw new TradeFactsError(`${name}: ${error.message}`);
    throw error;
  }
}

function required(fields: Fields, name: string): string {
  const text = optional(fields, name);
  if (text === null) throw new TradeFactsError(`${name} is missing.`);
  return text;
}

function optional(fields: Fields, name: string): string | null {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
