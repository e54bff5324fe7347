import { setTimeout } from 'node:timers/promises';
import { AlipayConfigError, AlipayError, AlipayNetworkError, AlipaySignatureError } from '../errors/index.ts';

/** Sending a call again. */
export interface Retry {
  /** How often at most, after the first time. */
  readonly attempts: number;
  /** How long to wait before each, in milliseconds. */
  readonly delayMs: number;
}

export const NO_RETRY: Retry = { attempts: 0, delayMs: 0 };

/** @throws {AlipayConfigError} */
export function readRetry(retry: Retry): Retry {
  const { attempts, delayMs } = retry;
  const isWhole = (value: number, max: number) => Number.isInteger(value) && value >= 0 && value <= max;
  if (isWhole(attempts, 10) && isWhole(delayMs, 60_000)) return { attempts, delayMs };
  throw new AlipayConfigError(
    `retry is ${JSON.stringify(retry)}. Give { attempts: 0 to 10, delayMs: 0 to 60000 }, whole numbers.`,
  );
}

/** Whether sending again could do harm. */
export interface Repeatability {
  /** It changes nothing at Alipay. */
  readonly isReading: boolean;
  /** Its body is still there. */
  readonly isRepeatable: boolean;
}

/** Whether a v2 method, by its name, changes nothing: `alipay.trade.query`, `...relation.batchquery`. */
export function isReadingMethod(method: string): boolean {
  return /\.(batch)?query$/.test(method);
}

/** The same for a v3 operation. */
export function isReadingOperation(operation: string): boolean {
  return operation.startsWith('GET ') || /^POST .*\/(batch)?query$/.test(operation);
}

/**
 * Whether a call that failed so may be sent again: if it certainly was not sent, or if it only reads and Alipay gave no
 * verdict. Never because somebody's answer was forged, and never what may have moved money.
 */
export function mayRepeat({ isReading, isRepeatable }: Repeatability, error: unknown): boolean {
  if (!isRepeatable || !(error instanceof AlipayError)) return false;
  if (error instanceof AlipayNetworkError && error.outcome === 'not_sent') return true;
  return isReading && error.outcome === 'unknown' && !(error instanceof AlipaySignatureError);
}

/** Waits; false if the caller's signal ended the wait. */
export async function pause(delayMs: number, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await setTimeout(delayMs, undefined, signal === undefined ? {} : { signal });
    return true;
  } catch {
    return false;
  }
}
