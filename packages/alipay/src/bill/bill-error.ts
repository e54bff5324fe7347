import { AlipayError } from '../errors/index.ts';

/**
 * Why a bill could not be read whole:
 * - `download`: the bill's address did not give the file.
 * - `foreign`: the file is not a bill of the kind, account or time asked for.
 * - `truncated`: the file ends too early.
 * - `damaged`: the file is not what was packed: a checksum or length does not fit, or a line cannot be read.
 * - `inconsistent`: the bill's own totals do not fit its rows.
 * - `too_large`: the file is larger than the limits of the call.
 */
export type BillProblem = 'download' | 'foreign' | 'truncated' | 'damaged' | 'inconsistent' | 'too_large';

/** A bill could not be downloaded or read. Rows that came before it are not to be relied upon: ask for the bill again. */
export class AlipayBillError extends AlipayError {
  override readonly name = 'AlipayBillError';
  readonly outcome = 'unknown';
  readonly reason: BillProblem;

  constructor(reason: BillProblem, message: string, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
  }
}
