import { leavesOutcomeOpen } from './open-outcome.ts';

/**
 * What the caller may conclude about a call that threw:
 * - `not_sent`: nothing left this process, or it never reached Alipay. Nothing happened; calling again is safe.
 * - `refused`: Alipay answered, verifiably, that it did not do it.
 * - `unknown`: it may or may not have happened. Ask (query), or repeat with the same number; never with a new one.
 */
export type Outcome = 'not_sent' | 'refused' | 'unknown';

/** Every error this package throws about Alipay. Tell them apart by class, or by {@link Outcome}. */
export abstract class AlipayError extends Error {
  abstract readonly outcome: Outcome;
}

/** A key or option of the client is wrong. Mend the configuration. */
export class AlipayConfigError extends AlipayError {
  override readonly name = 'AlipayConfigError';
  readonly outcome = 'not_sent';
}

/** The arguments of a call are wrong. Mend the call. */
export class AlipayRequestError extends AlipayError {
  override readonly name = 'AlipayRequestError';
  readonly outcome = 'not_sent';
}

/** The connection failed. `outcome` is `not_sent` only where the request certainly did not reach Alipay. */
export class AlipayNetworkError extends AlipayError {
  override readonly name: string = 'AlipayNetworkError';
  readonly outcome: 'not_sent' | 'unknown';

  constructor(message: string, outcome: 'not_sent' | 'unknown', cause?: unknown) {
    super(message, { cause });
    this.outcome = outcome;
  }
}

/** Alipay did not answer in time, or the caller's signal ended the wait. */
export class AlipayTimeoutError extends AlipayNetworkError {
  override readonly name = 'AlipayTimeoutError';
}

/** Alipay's answer is not one: another HTTP status, HTML, cut off, no JSON. */
export class AlipayResponseError extends AlipayError {
  override readonly name = 'AlipayResponseError';
  readonly outcome = 'unknown';
  readonly httpStatus: number;
  /** The answer's text, as received. */
  readonly body: string;
  readonly traceId: string | undefined;

  constructor(message: string, answer: { httpStatus: number; body: string; traceId?: string | undefined }) {
    super(message);
    this.httpStatus = answer.httpStatus;
    this.body = answer.body;
    this.traceId = answer.traceId;
  }
}

/** Alipay's answer carries no signature, or one that Alipay's public key does not verify. Trust nothing in it. */
export class AlipaySignatureError extends AlipayError {
  override readonly name = 'AlipaySignatureError';
  readonly outcome = 'unknown';
  /** The answer's text, as received. */
  readonly body: string;
  readonly traceId: string | undefined;

  constructor(message: string, answer: { body: string; traceId?: string | undefined }) {
    super(message);
    this.body = answer.body;
    this.traceId = answer.traceId;
  }
}

/**
 * Certificate mode: a message names a certificate of Alipay's that the client does not know, and it could not be fetched
 * or is not to be trusted. Trust nothing in the message.
 */
export class AlipayCertificateError extends AlipayError {
  override readonly name = 'AlipayCertificateError';
  readonly outcome = 'unknown';
}

/** The fields of Alipay's answer to a call it did not carry out. */
export interface GatewayErrorFields {
  readonly method: string;
  readonly code: string;
  readonly msg: string;
  readonly subCode: string | undefined;
  readonly subMsg: string | undefined;
  readonly traceId: string | undefined;
  /** Whether Alipay's signature over the answer was verified. A few gateway errors come unsigned. */
  readonly signed: boolean;
  /** The response node, in Alipay's own names. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The whole answer's text, as received. */
  readonly body: string;
}

/** Alipay answered with an error code. Source: Alipay's table of public error codes. */
export class AlipayGatewayError extends AlipayError implements GatewayErrorFields {
  override readonly name = 'AlipayGatewayError';
  readonly outcome: 'refused' | 'unknown';
  readonly method: string;
  readonly code: string;
  readonly msg: string;
  readonly subCode: string | undefined;
  readonly subMsg: string | undefined;
  readonly traceId: string | undefined;
  readonly signed: boolean;
  readonly data: Readonly<Record<string, unknown>>;
  readonly body: string;
  /** Alipay's page that explains this very error, where it names one. */
  readonly remedyUrl: string | undefined;

  constructor(fields: GatewayErrorFields) {
    super(describe(fields));
    this.remedyUrl = fields.subMsg === undefined ? undefined : remedyIn(fields.subMsg);
    this.outcome = outcomeOf(fields);
    this.method = fields.method;
    this.code = fields.code;
    this.msg = fields.msg;
    this.subCode = fields.subCode;
    this.subMsg = fields.subMsg;
    this.traceId = fields.traceId;
    this.signed = fields.signed;
    this.data = fields.data;
    this.body = fields.body;
  }
}

/** Why a notification or a return from Alipay was not accepted. */
export type NotificationProblem = 'malformed' | 'missing_sign' | 'sign_type' | 'signature' | 'app_id';

/** A message that claims to come from Alipay is not to be trusted. Change nothing; answer `failure`. */
export class AlipayNotificationError extends AlipayError {
  override readonly name = 'AlipayNotificationError';
  readonly outcome = 'unknown';
  readonly reason: NotificationProblem;

  constructor(reason: NotificationProblem, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Production ends an error's text with the address of a page about it. */
function remedyIn(text: string): string | undefined {
  return /解决方案[:：]\s*(https:\/\/[^\s，。]+)/.exec(text)?.[1];
}

/** Codes that say nothing about whether the call took effect. */
function outcomeOf({ code, subCode = '', signed }: GatewayErrorFields): 'refused' | 'unknown' {
  const saysUnknown = code === '20000' || subCode.startsWith('isp.') || subCode.startsWith('aop.unknow');
  return !signed || saysUnknown || leavesOutcomeOpen(subCode) ? 'unknown' : 'refused';
}

function describe(fields: GatewayErrorFields): string {
  const said = [fields.code, fields.msg, fields.subCode, fields.subMsg].filter(Boolean).join(' ');
  const trace = fields.traceId === undefined ? '' : ` Trace id: ${fields.traceId}.`;
  return `${fields.method}: Alipay answered ${said}. ${adviceFor(fields)}${trace}`;
}

function adviceFor(fields: GatewayErrorFields): string {
  if (outcomeOf(fields) === 'unknown' && fields.signed) {
    return 'The outcome is unknown: query, or repeat with the same number.';
  }
  switch (fields.subCode) {
    case 'isv.invalid-signature':
      return "Check that the private key belongs to the public key configured for this app in Alipay's console.";
    case 'isv.invalid-app-id':
      return 'Check appId, and that the gateway is the one (production or sandbox) where the app lives.';
    case 'isv.missing-signature-config':
      return "Configure the app's public key for this sign type in Alipay's console.";
    case 'isv.invalid-timestamp':
      return "Check the host's clock.";
  }
  switch (fields.code) {
    case '20001':
      return 'Get a new token for this call.';
    case '40001':
    case '40002':
    case '40003':
      return 'Mend the request; repeating it unchanged will not help.';
    case '40005':
      return 'Too many calls: wait, then try again.';
    case '40006':
      return "The app lacks the permission: sign the product in Alipay's console.";
    default:
      return 'Nothing was done; the sub code says why.';
  }
}
