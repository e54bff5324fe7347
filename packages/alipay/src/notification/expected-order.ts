import { AlipayConfigError, AlipayError } from '../errors/index.ts';
import { type Fen, formatYuan } from '../money/index.ts';
import type { OrderEvent } from './event.ts';

/** What the seller's own books say of an order. */
export interface ExpectedOrder {
  /** The amount that was asked for, in fen. `parseYuan` of `@till/alipay/money` reads it from "88.88". */
  readonly amountFen: Fen;
  /** The seller who is to get the money (`2088...`), where an app takes payments for several. */
  readonly sellerId?: string | undefined;
}

/** Why a genuine message does not fit the seller's books. */
export type OrderMismatch = 'unknown_order' | 'amount' | 'seller';

/**
 * The message is from Alipay, but does not fit the order it names. Nothing is wrong with keys or signatures: compare
 * the order with Alipay's trade (`alipay.trade.query`) before anything is delivered.
 */
export class AlipayOrderMismatchError extends AlipayError {
  override readonly name = 'AlipayOrderMismatchError';
  readonly outcome = 'unknown';
  readonly reason: OrderMismatch;
  readonly event: OrderEvent;

  constructor(reason: OrderMismatch, event: OrderEvent, problem: string) {
    super(`Order ${JSON.stringify(event.outTradeNo)}, trade ${event.tradeNo}: ${problem}`);
    this.reason = reason;
    this.event = event;
  }
}

/**
 * Compares a message with the order it names.
 * @throws {AlipayOrderMismatchError} if it does not fit; {AlipayConfigError} for an order that gives no amount.
 */
export function checkOrder(event: OrderEvent, order: ExpectedOrder | null | undefined, sellerId?: string): void {
  if (order === undefined || order === null) {
    throw new AlipayOrderMismatchError('unknown_order', event, 'there is no such order.');
  }
  if (typeof order.amountFen !== 'bigint') {
    throw new AlipayConfigError(
      `findOrder gave amountFen as ${typeof order.amountFen}. Give the order's amount in whole fen as a bigint: 8888n, ` +
        'or parseYuan("88.88") of @till/alipay/money.',
    );
  }
  const total = event.kind === 'refund.deposited_back' ? undefined : event.totalFen;
  if (total !== undefined && total !== order.amountFen) {
    const problem = `its amount is ${formatYuan(order.amountFen)} yuan, but Alipay's message says ${formatYuan(total)}.`;
    throw new AlipayOrderMismatchError('amount', event, problem);
  }
  // Not every message names the seller; one that does must name the right one.
  const seller = event.kind === 'refund.deposited_back' ? undefined : event.sellerId;
  const expected = order.sellerId ?? sellerId;
  if (seller !== undefined && expected !== undefined && seller !== expected) {
    throw new AlipayOrderMismatchError('seller', event, `its seller is ${expected}, but the money went to ${seller}.`);
  }
}
