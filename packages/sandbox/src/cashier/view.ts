export type Locale = 'zh' | 'en';

/** A ready buyer account, as the cashier shows it. */
export interface BuyerView {
  id: string;
  name: string;
  nameEn: string;
  logonId: string;
  funding: { channel: string; label: string; labelEn: string; availableYuan: string }[];
  note?: string;
  noteEn?: string;
  /** What would be taken off this order, and what is left to pay. */
  coupon?: { name: string; amountYuan: string; dueYuan: string };
}

/** A trade waiting to be paid, as the cashier shows it. */
export interface CashierView {
  locale: Locale;
  token: string;
  tradeNo: string;
  outTradeNo: string;
  subject: string;
  body?: string;
  totalAmount: string;
  sellerName: string;
  expiresAtMs: number;
  nowMs: number;
  /** The picture of the QR code that opens `mobileUrl`; used by the desktop page only. */
  qrUrl: string;
  mobileUrl: string;
  buyers: BuyerView[];
  /** The last refusal, in the locale's language. */
  error?: string;
}

export type OutcomeKind = 'paid' | 'confirmed' | 'closed' | 'expired' | 'cancelled' | 'not_found';

/** A cashier page that has nothing left to pay, and why. */
export interface OutcomeView {
  locale: Locale;
  kind: OutcomeKind;
  title?: string;
  tradeNo?: string;
  subject?: string;
  totalAmount?: string;
  continueUrl?: string;
}

/** A page request that the gateway refused. */
export interface GatewayErrorView {
  /** Without `isv.`. */
  code: string;
  reason: string;
  detail?: string;
  /** Under which the console finds the request. */
  traceId?: string;
}
