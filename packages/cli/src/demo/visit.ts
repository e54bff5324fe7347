import type { Fen } from '@till/alipay/money';
import { formatYuan } from '@till/alipay/money';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readCookie, writeCookie } from './cookies.ts';
import { chooseLocale, type Locale } from './locale.ts';
import type { Notice } from './order-page.ts';
import { amountOf } from './order-progress.ts';
import { texts } from './texts.ts';

const LANGUAGE = 'till_demo_lang';
const REFUNDED = 'till_demo_refunded';
const LAST_ORDER = 'till_demo_order';
const NOTICE = 'till_demo_notice';
const YEAR_SECONDS = 365 * 24 * 60 * 60;
const NOTICE_SECONDS = 60;
const NOTICE_DETAIL_MAX = 600;

/** The visitor's language; one picked by `?lang=` is remembered. */
export function visitorLocale(request: FastifyRequest, reply: FastifyReply, base: string): Locale {
  const picked = fieldOf(request.query, 'lang');
  const cookie = request.headers.cookie;
  const remembered = readCookie(cookie, LANGUAGE);
  const locale = chooseLocale({ picked, remembered, acceptLanguage: request.headers['accept-language'] });
  if (locale === picked) reply.header('set-cookie', writeCookie(LANGUAGE, locale, base, YEAR_SECONDS));
  return locale;
}

/**
 * What refund answers have told so far about an order, kept in a cookie on the order's own path: the shop has no
 * database and a trade query does not tell. For display only; Till decides what may be refunded.
 */
export function rememberedRefund(request: FastifyRequest): Fen {
  return amountOf(readCookie(request.headers.cookie, REFUNDED)) ?? 0n;
}

export function rememberRefund(reply: FastifyReply, orderPath: string, refundedFen: Fen): void {
  reply.header('set-cookie', writeCookie(REFUNDED, formatYuan(refundedFen), orderPath, YEAR_SECONDS));
}

/** A buyer who turns back at the cashier comes home without an order number; this is the order they left for. */
export function rememberOrder(reply: FastifyReply, base: string, orderNo: string): void {
  reply.header('set-cookie', writeCookie(LAST_ORDER, orderNo, base, YEAR_SECONDS));
}

export function rememberedOrder(request: FastifyRequest): string {
  return readCookie(request.headers.cookie, LAST_ORDER) ?? '';
}

/** Leaves something to be said on the order page, once. */
export function leaveNotice(reply: FastifyReply, orderPath: string, notice: Notice): void {
  const detail = notice.detail?.slice(0, NOTICE_DETAIL_MAX);
  const text = JSON.stringify({ kind: notice.kind, detail });
  reply.header('set-cookie', writeCookie(NOTICE, text, orderPath, NOTICE_SECONDS));
}

export function takeNotice(request: FastifyRequest, reply: FastifyReply, orderPath: string): Notice | undefined {
  const notice = readNotice(readCookie(request.headers.cookie, NOTICE));
  if (notice !== undefined) reply.header('set-cookie', writeCookie(NOTICE, '', orderPath, 0));
  return notice;
}

function readNotice(text: string | undefined): Notice | undefined {
  if (text === undefined || text === '') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const kind = fieldOf(value, 'kind');
    const detail = fieldOf(value, 'detail');
    if (!isNoticeKind(kind)) return undefined;
    return detail === undefined ? { kind } : { kind, detail };
  } catch {
    return undefined;
  }
}

function isNoticeKind(kind: string | undefined): kind is Notice['kind'] {
  return kind !== undefined && Object.hasOwn(texts.zh.notices, kind);
}

/** A text field of a query or a posted body; undefined unless it is exactly one text. */
export function fieldOf(source: unknown, name: string): string | undefined {
  if (typeof source !== 'object' || source === null || !Object.hasOwn(source, name)) return undefined;
  const value: unknown = Reflect.get(source, name);
  return typeof value === 'string' ? value : undefined;
}
