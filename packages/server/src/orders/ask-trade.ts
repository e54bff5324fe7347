import { AlipayGatewayError } from '@till/alipay';
import type { Merchant } from '../apps/registry.ts';
import type { Context } from '../context.ts';

/** Alipay's answer about a trade, in its own names. */
export interface TradeAnswer {
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Asks Alipay about an order.
 * @throws {AlipayError} also where Alipay does not know the trade: see {@link isUnknownTrade}.
 * @see https://opendocs.alipay.com/open/028woa (alipay.trade.query)
 */
export async function askTrade(
  context: Context,
  merchant: Merchant,
  orderNo: string,
  options: { signal?: AbortSignal; timeoutMs?: number } = {},
): Promise<TradeAnswer> {
  return await context.metrics.timeGateway('alipay.trade.query', () =>
    merchant.alipay.exchange('alipay.trade.query', { out_trade_no: orderNo }, options),
  );
}

/**
 * Asks Alipay to close an unpaid trade.
 * @see https://opendocs.alipay.com/open/8dc9ebb3_alipay.trade.close
 */
export async function closeTrade(
  context: Context,
  merchant: Merchant,
  orderNo: string,
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  await context.metrics.timeGateway('alipay.trade.close', () =>
    merchant.alipay.exchange('alipay.trade.close', { out_trade_no: orderNo }, options),
  );
}

/** Alipay's verified word that it has no such trade: before the buyer opens the cashier, this is no error. */
export function isUnknownTrade(error: unknown): error is AlipayGatewayError {
  return (
    error instanceof AlipayGatewayError &&
    error.outcome === 'refused' &&
    /(^|\.)TRADE_NOT_EXIST$/.test(error.subCode ?? '')
  );
}
