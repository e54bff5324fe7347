import { AlipayError, AlipayGatewayError, AlipayTimeoutError } from '@till/alipay';
import { alipayProblem } from '../alipay-problem.ts';
import { isUnknownTrade } from '../orders/ask-trade.ts';
import { Refusal, type RefusalKind } from '../refusal.ts';

/** What every answer of this API looks like. `code` 200 is success; else `err` says what was wrong and what to do. */
export interface Envelope<Data = unknown> {
  readonly code: number;
  readonly data: Data | null;
  readonly err: string;
}

const CODES: Readonly<Record<RefusalKind, number>> = {
  invalid: 400,
  not_found: 404,
  conflict: 409,
  refused_by_alipay: 400,
  unreachable: 502,
  outcome_unknown: 504,
};

export function success<Data>(data: Data): Envelope<Data> {
  return { code: 200, data, err: '' };
}

export function failure(code: number, err: string): Envelope<never> {
  return { code, data: null, err };
}

/** The envelope of an expected error; undefined for any other. */
export function envelopeOf(error: unknown): Envelope<never> | undefined {
  if (error instanceof Refusal) return failure(CODES[error.kind], error.message);
  if (isUnknownTrade(error)) return failure(404, alipayProblem(error));
  if (error instanceof AlipayGatewayError && error.outcome === 'refused') return failure(400, alipayProblem(error));
  if (error instanceof AlipayTimeoutError) return failure(504, alipayProblem(error));
  if (error instanceof AlipayError) return failure(502, alipayProblem(error));
  return undefined;
}
