import {
  AMOUNT_MAX_FEN,
  AMOUNT_MIN_FEN,
  AmountError,
  type Fen,
  formatYuan,
  isTradeAmount,
  parseYuan,
} from '@till/alipay/money';
import { Refusal } from '../refusal.ts';

/**
 * Reads the amount of a request, in yuan. A JSON number is taken by its shortest decimal text, so `0.1` is ten fen;
 * one with more than two decimals, such as 0.1 + 0.2, is refused rather than rounded.
 * @throws {Refusal} `invalid`
 */
export function readAmount(amount: string | number): Fen {
  const fen = parse(String(amount));
  if (isTradeAmount(fen)) return fen;
  const [min, max] = [formatYuan(AMOUNT_MIN_FEN), formatYuan(AMOUNT_MAX_FEN)];
  throw new Refusal('invalid', `amount: expected from ${min} to ${max} yuan; got ${amount}.`);
}

function parse(text: string): Fen {
  try {
    return parseYuan(text);
  } catch (error) {
    if (error instanceof AmountError) throw new Refusal('invalid', `amount: ${error.message}`, { cause: error });
    throw error;
  }
}
