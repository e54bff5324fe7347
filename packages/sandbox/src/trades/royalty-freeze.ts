import type { Fen } from '@till/alipay/money';
import type { Trade } from './trade.ts';

/** How long money stays frozen for divisions that do not come. */
const FREEZE_MS = 30 * 24 * 60 * 60 * 1000;

/** What of a payment the merchant has but may not spend, because it is to be divided (`royalty_freeze`). */
export function frozenFen({ royaltyFrozen }: Trade): Fen {
  return royaltyFrozen?.fen ?? 0n;
}

/** So much of what the merchant has got is kept for divisions. */
export function freezeForRoyalties(trade: Trade, fen: Fen, at: number): Trade {
  return fen === 0n ? trade : { ...trade, royaltyFrozen: { fen: frozenFen(trade) + fen, until: at + FREEZE_MS } };
}

/** A division or a refund takes its money from what is frozen first. */
export function useFrozen(trade: Trade, fen: Fen): Trade {
  const { royaltyFrozen } = trade;
  if (royaltyFrozen === undefined || royaltyFrozen.fen <= fen) return thaw(trade);
  return { ...trade, royaltyFrozen: { ...royaltyFrozen, fen: royaltyFrozen.fen - fen } };
}

/** Nothing is frozen any more: all was divided, or the time is over. */
export function thaw({ royaltyFrozen: _, ...trade }: Trade): Trade {
  return trade;
}
