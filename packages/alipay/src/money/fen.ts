/** An amount of money: a whole number of fen (1 yuan = 100 fen). Never a float, never yuan. */
export type Fen = bigint;

/** The smallest amount Alipay takes in one trade: 0.01 yuan. */
export const AMOUNT_MIN_FEN: Fen = 1n;

/** The largest amount Alipay takes in one trade: 100,000,000.00 yuan. */
export const AMOUNT_MAX_FEN: Fen = 10_000_000_000n;

/** A text that is not an amount in yuan. `message` says what was wrong and what is expected. */
export class AmountError extends Error {
  override readonly name = 'AmountError';
  readonly text: string;

  constructor(text: unknown, problem: string) {
    const shown = typeof text === 'string' ? JSON.stringify(shorten(text)) : String(text);
    super(`${shown} is not an amount in yuan: ${problem}. Write it like "88.88".`);
    this.text = String(text);
  }
}

const YUAN = /^(\d{1,15})(?:\.(\d{1,2}))?$/;

/**
 * Reads an amount in yuan as Alipay writes it (`"88.88"`, `"88.8"`, `"88"`) into fen.
 *
 * Strict: no sign, no exponent, no spaces, no thousands separators, at most two decimals.
 * @throws {AmountError} for anything else.
 */
export function parseYuan(text: string): Fen {
  if (typeof text !== 'string') throw new AmountError(text, `it is ${typeof text}, not text`);
  const match = YUAN.exec(text);
  if (match === null) throw new AmountError(text, problemOf(text));
  const [, yuan = '', decimals = ''] = match;
  return BigInt(yuan) * 100n + BigInt(decimals.padEnd(2, '0'));
}

/**
 * Writes fen as Alipay writes yuan: always two decimals, a minus sign for negative amounts.
 * @throws {TypeError} for anything but a bigint.
 */
export function formatYuan(amountFen: Fen): string {
  if (typeof amountFen !== 'bigint') {
    throw new TypeError(
      `formatYuan takes fen as a bigint, like 8888n, not ${String(amountFen)} (${typeof amountFen}).`,
    );
  }
  const absolute = amountFen < 0n ? -amountFen : amountFen;
  const digits = absolute.toString().padStart(3, '0');
  return `${amountFen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Whether Alipay takes a trade of this amount: 0.01 to 100,000,000.00 yuan. */
export function isTradeAmount(amountFen: Fen): boolean {
  return amountFen >= AMOUNT_MIN_FEN && amountFen <= AMOUNT_MAX_FEN;
}

function problemOf(text: string): string {
  if (text === '') return 'it is empty';
  if (/^-/.test(text)) return 'it is negative';
  if (/^\d+(\.\d{3,})$/.test(text)) return 'it has more than two decimals';
  if (/^[\d.]+[eE][+-]?\d+$/.test(text)) return 'it has an exponent';
  if (/^\d{16,}/.test(text)) return 'it is too large';
  return 'only digits and one point with one or two decimals are allowed';
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
