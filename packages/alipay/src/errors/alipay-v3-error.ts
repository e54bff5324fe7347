import { AlipayError } from './alipay-error.ts';
import { leavesOutcomeOpen } from './open-outcome.ts';

/** A page that Alipay names along with an error. */
export interface V3ErrorLink {
  readonly link: string;
  readonly desc?: string;
}

/** The fields of an error answer of the v3 protocol. */
export interface V3ErrorFields {
  /** What was called: `POST /v3/alipay/trade/refund`. */
  readonly operation: string;
  readonly httpStatus: number;
  /** Alipay's code: `ACQ.TRADE_NOT_EXIST`, `invalid-signature`. */
  readonly code: string;
  /** Alipay's text for it. */
  readonly msg: string;
  readonly details: unknown;
  readonly links: readonly V3ErrorLink[];
  readonly traceId: string | undefined;
  /** Whether Alipay's signature over the answer was verified. Gateway errors come unsigned. */
  readonly signed: boolean;
  /** The error's members, in Alipay's own names. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The answer's text, as received. */
  readonly body: string;
}

/** Alipay answered a v3 call with an error. Source: Alipay open platform v3, "错误码". */
export class AlipayV3Error extends AlipayError implements V3ErrorFields {
  override readonly name = 'AlipayV3Error';
  readonly outcome: 'refused' | 'unknown';
  readonly operation: string;
  readonly httpStatus: number;
  readonly code: string;
  readonly msg: string;
  readonly details: unknown;
  readonly links: readonly V3ErrorLink[];
  readonly traceId: string | undefined;
  readonly signed: boolean;
  readonly data: Readonly<Record<string, unknown>>;
  readonly body: string;
  /** Alipay's page that explains this very error, where it names one. */
  readonly remedyUrl: string | undefined;

  constructor(fields: V3ErrorFields) {
    super(describe(fields));
    this.outcome = outcomeOf(fields);
    this.operation = fields.operation;
    this.httpStatus = fields.httpStatus;
    this.code = fields.code;
    this.msg = fields.msg;
    this.details = fields.details;
    this.links = fields.links;
    this.traceId = fields.traceId;
    this.signed = fields.signed;
    this.data = fields.data;
    this.body = fields.body;
    this.remedyUrl = fields.links[0]?.link;
  }
}

/** A refusal is believed only when Alipay has signed it; a failure on Alipay's side says nothing about the outcome. */
function outcomeOf({ httpStatus, code, signed }: V3ErrorFields): 'refused' | 'unknown' {
  return !signed || httpStatus >= 500 || code.startsWith('unknow') || leavesOutcomeOpen(code) ? 'unknown' : 'refused';
}

function describe(fields: V3ErrorFields): string {
  const advice =
    outcomeOf(fields) === 'refused'
      ? 'Nothing was done; the code says why.'
      : (ADVICE[fields.code] ?? 'The outcome is unknown: query, or repeat with the same number.');
  const trace = fields.traceId === undefined ? '' : ` Trace id: ${fields.traceId}.`;
  return `${fields.operation}: Alipay answered ${fields.httpStatus} ${fields.code} ${fields.msg}. ${advice}${trace}`;
}

/** For errors that come unsigned because Alipay does not know who asks. */
const ADVICE: Readonly<Record<string, string>> = {
  'invalid-signature':
    "Check that the private key belongs to the public key configured for this app in Alipay's console.",
  'invalid-app-id': 'Check appId, and that the gateway is the one (production or sandbox) where the app lives.',
  'invalid-timestamp': "Check the host's clock.",
  'illegal-timestamp': "Check the host's clock.",
  'invalid-method': "There is no such operation: check its path against Alipay's document.",
};
