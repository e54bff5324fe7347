import { AlipayError, type Outcome } from '../errors/index.ts';

/** One exchange with Alipay, told to whoever logs or traces. */
export interface CallEvent {
  readonly protocol: 'v2' | 'v3';
  /** The method or operation that was called. */
  readonly method: string;
  /** 1 for the first time, 2 when it was sent again, ... */
  readonly attempt: number;
  /** When it began, epoch milliseconds. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly outcome: 'done' | Outcome;
  /** The class of the error, and Alipay's codes in it. */
  readonly error?: { readonly name: string; readonly code?: string; readonly subCode?: string };
  readonly httpStatus?: number;
  readonly traceId?: string;
  /** The request's parameters as JSON, secrets redacted. */
  readonly request: string;
  /** The answer's text, secrets redacted; cut after {@link SHOWN_MAX} characters if it is not JSON. */
  readonly response?: string;
}

/** Is told of every exchange. */
export type Observer = (event: CallEvent) => void;

/** What is left of an answer that is not JSON. */
const SHOWN_MAX = 1000;

const REDACTED = '[redacted]';

/**
 * What never gets into a log: signatures and tokens, codes that can be spent, and what identifies a person.
 * Order numbers, amounts, statuses and codes of errors stay.
 */
const SECRETS: ReadonlySet<string> = new Set([
  // Signatures and tokens.
  ...['sign', 'alipay_sign', 'access_token', 'auth_token', 'app_auth_token', 'refresh_token', 'app_refresh_token'],
  // Codes that are worth money or a token until they are used.
  ...['auth_code', 'app_auth_code', 'dynamic_id', 'payment_token', 'ocr_token', 'certify_token'],
  // People.
  ...['buyer_id', 'buyer_open_id', 'buyer_user_id', 'buyer_logon_id', 'buyer_user_name', 'payer_user_id'],
  ...['payer_logon_id', 'user_id', 'open_id', 'union_id', 'alipay_user_id', 'logon_id', 'user_name', 'real_name'],
  ...['nick_name', 'avatar', 'cert_no', 'cert_name', 'id_card', 'identity', 'card_no', 'mobile', 'phone', 'email'],
  ...['address'],
]);

/**
 * Secrets inside of other texts: Alipay answers a wrong signature with the whole string that should have been signed,
 * and writes its `&` and `"` as HTML entities.
 */
const SECRET_IN_TEXT = new RegExp(
  `\\b(${[...SECRETS, 'code'].join('|')})(=|\\\\*"\\s*:\\s*\\\\*"|&quot;:&quot;)([^&"\\\\\\s,}]+)`,
  'g',
);

/** A value as JSON text with the secrets in it redacted, those in JSON inside of texts too. */
export function redactedJson(value: unknown): string {
  return JSON.stringify(redacted(value)) ?? '';
}

/** An answer's text with the secrets in it redacted. */
export function redactedText(text: string): string {
  const value = parsed(text);
  return value === undefined ? hidden(text).slice(0, SHOWN_MAX) : redactedJson(value);
}

/** Deeper than anything of Alipay's; what lies below is not shown. */
const DEPTH_MAX = 40;

function redacted(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactedWithin(value, depth);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === DEPTH_MAX) return '[too deep]';
  if (Array.isArray(value)) return value.map((member) => redacted(member, depth + 1));
  const shown: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    shown[name] = SECRETS.has(name.toLowerCase()) && member !== '' ? REDACTED : redacted(member, depth + 1);
  }
  return shown;
}

function redactedWithin(text: string, depth: number): unknown {
  const inner = parsed(text);
  return inner === undefined ? hidden(text) : redacted(inner, depth + 1);
}

function hidden(text: string): string {
  return text.replace(SECRET_IN_TEXT, `$1$2${REDACTED}`);
}

function parsed(text: string): object | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What an error is told as: its message may hold what Alipay answered, so it is left out. */
export function errorShown(error: unknown): Pick<CallEvent, 'error' | 'outcome'> {
  if (!(error instanceof AlipayError)) return { outcome: 'unknown', error: { name: 'Error' } };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const subCode = 'subCode' in error && typeof error.subCode === 'string' ? { subCode: error.subCode } : {};
  return { outcome: error.outcome, error: { name: error.name, ...code, ...subCode } };
}
