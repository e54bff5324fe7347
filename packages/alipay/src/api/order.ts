import type {
  AgreementParams,
  AlipayTradeAppPayModel,
  AlipayTradeCreateModel,
  AlipayTradeCreateResponse,
  AlipayTradePagePayModel,
  AlipayTradePayModel,
  AlipayTradePayResponse,
  AlipayTradePrecreateModel,
  AlipayTradePrecreateResponse,
  AlipayTradeWapPayModel,
} from './generated/gateway/index.ts';
import type { FundBill, Open, OrderFields, Voucher } from './order-fields.ts';
import type { BeijingTime, WireInteger, YuanAmount } from './wire.ts';

/**
 * `alipay.trade.page.pay`: the cashier page for browsers on computers.
 * https://opendocs.alipay.com/apis/api_1/alipay.trade.page.pay
 */
export interface PagePayRequest extends Omit<AlipayTradePagePayModel, keyof OrderFields>, OrderFields {
  /** The product the merchant has signed for. */
  product_code: Open<'FAST_INSTANT_TRADE_PAY'>;
  /**
   * How the code to scan is shown: `0` a simple frame (at least 600 by 300 pixels), `1` a frame (at least 300 by 600),
   * `3` a small frame (at least 75 by 75), `4` a frame of `qrcode_width`, `2` Alipay's whole page, the default.
   */
  qr_pay_mode?: Open<'0' | '1' | '2' | '3' | '4'>;
  /** The code's width in pixels, for `qr_pay_mode` 4. */
  qrcode_width?: WireInteger;
  /** `0` virtual goods, `1` real ones, the default. Virtual ones cannot be paid by Huabei. */
  goods_type?: Open<'0' | '1'>;
  /** Ways to pay that are offered, separated by commas. Not with `disable_pay_channels`. */
  enable_pay_channels?: string;
  /** Where the page is shown: on its own or inside Alipay's app. */
  integration_type?: Open<'PCWEB' | 'ALIAPP'>;
  /** The page that the buyer came from: at most 256 characters. */
  request_from_url?: string;
  /** Business information as JSON text: at most 512 characters. */
  business_params?: string;
  /** Promotions as JSON text: at most 512 characters. */
  promo_params?: string;
}

/**
 * `alipay.trade.wap.pay`: the cashier page for browsers on phones.
 * https://opendocs.alipay.com/apis/api_1/alipay.trade.wap.pay
 */
export interface WapPayRequest extends Omit<AlipayTradeWapPayModel, keyof OrderFields>, OrderFields {
  /** The product the merchant has signed for. */
  product_code: Open<'QUICK_WAP_WAY'>;
  /** Where the buyer goes who leaves without paying: at most 400 characters. */
  quit_url: string;
  /** Who is paid, if not the merchant who asks: a user id starting with 2088. */
  seller_id?: string;
  /** `0` virtual goods, `1` real ones. */
  goods_type?: Open<'0' | '1'>;
  /** The user's authorisation token, where the cashier should know the user already: at most 40 characters. */
  auth_token?: string;
  /** The only way to pay that is offered. */
  specified_channel?: string;
  business_params?: string;
  promo_params?: string;
}

/**
 * `alipay.trade.app.pay`: the order string for Alipay's SDK in the merchant's app.
 * https://opendocs.alipay.com/apis/api_1/alipay.trade.app.pay
 */
export interface AppPayRequest extends Omit<AlipayTradeAppPayModel, keyof OrderFields>, OrderFields {
  product_code?: Open<'QUICK_MSECURITY_PAY' | 'CYCLE_PAY_AUTH'>;
  /** Who is paid, if not the merchant who asks: a user id starting with 2088. */
  seller_id?: string;
  /** `0` virtual goods, `1` real ones. */
  goods_type?: Open<'0' | '1'>;
  specified_channel?: string;
  business_params?: string;
  promo_params?: string;
}

/** Who buys, by one name at least. */
export type Buyer =
  | {
      /** The user id: 16 digits starting with 2088. */
      buyer_id: string;
    }
  | {
      /** The user's id at this app (open id), for newer apps. */
      buyer_open_id: string;
    }
  | {
      /** The user's id at the mini program `op_app_id`. */
      op_buyer_open_id: string;
    }
  | {
      /** The user's e-mail address or phone number. */
      buyer_logon_id: string;
    };

/** What the methods take that are called at a shop's till or by its server. */
export interface TillFields {
  /** Who is paid, if not the merchant who asks: a user id starting with 2088. */
  seller_id?: string;
  /** The merchant's number of the cashier: at most 28 characters. */
  operator_id?: string;
  /** The merchant's number of the till: at most 32 characters. */
  terminal_id?: string;
  /** Alipay's number of the shop. */
  alipay_store_id?: string;
  /** The part of the amount that discounts apply to, in yuan. With the other part it makes `total_amount`. */
  discountable_amount?: YuanAmount;
  /** The part of the amount that no discount applies to, in yuan. */
  undiscountable_amount?: YuanAmount;
}

/** What is refined of `alipay.trade.create`. */
export interface CreateFields extends OrderFields, TillFields {
  /** `JSAPI_PAY` for mini programs, where the front end pays with the `trade_no` of the answer. */
  product_code: Open<'JSAPI_PAY' | 'FACE_TO_FACE_PAYMENT'>;
  /** The app id of the mini program that pays. */
  op_app_id?: string;
}

/**
 * `alipay.trade.create`: an order for a known buyer, for mini programs and life accounts.
 * https://opendocs.alipay.com/apis/api_1/alipay.trade.create
 */
export type CreateRequest = Omit<AlipayTradeCreateModel, keyof CreateFields> & CreateFields & Buyer;

export interface CreateResponse extends AlipayTradeCreateResponse {
  out_trade_no: string;
  /** Alipay's number of the trade. */
  trade_no: string;
}

/** What is refined of `alipay.trade.pay`. */
export interface PayFields extends OrderFields, TillFields {
  product_code?: Open<
    | 'FACE_TO_FACE_PAYMENT'
    | 'OFFLINE_PAYMENT'
    | 'PRE_AUTH'
    | 'PRE_AUTH_ONLINE'
    | 'GENERAL_WITHHOLDING'
    | 'CYCLE_PAY_AUTH'
  >;
  /** The number in the bar or QR code that the buyer shows: 16 to 24 digits, or 35 characters starting with `fp`. */
  auth_code?: string;
  /** What was read: a bar code or a face. */
  scene?: Open<'bar_code' | 'security_code' | 'wave_code'>;
  /** The authorisation to pay from (`alipay.fund.auth.order.freeze`): 28 digits. */
  auth_no?: string;
  /** Whether what is left of the authorisation is released after this payment. */
  auth_confirm_mode?: Open<'COMPLETE' | 'NOT_COMPLETE'>;
  /** The agreement to collect by (`alipay.user.agreement.page.sign`). */
  agreement_params?: AgreementParams & {
    /** The agreement's number. */
    agreement_no: string;
  };
  /** Whether the payment may be carried out later than the answer. */
  is_async_pay?: boolean;
}

/**
 * `alipay.trade.pay`: takes the payment at once, by the code on the buyer's phone, from an authorisation or an agreement.
 * https://opendocs.alipay.com/apis/api_1/alipay.trade.pay
 */
export type PayRequest = Omit<AlipayTradePayModel, keyof PayFields> & PayFields;

export interface PayResponse extends AlipayTradePayResponse {
  /** `10000`: paid. `10003`: the order is there and the buyer is being asked for the password: query until it is paid. */
  code?: '10000' | '10003' | (string & {});
  out_trade_no: string;
  trade_no: string;
  /** In yuan, as asked for. */
  total_amount: YuanAmount;
  /** What the merchant receives, in yuan. */
  receipt_amount?: YuanAmount;
  /** What the buyer paid, in yuan. */
  buyer_pay_amount?: YuanAmount;
  /** Paid with Alipay points, in yuan. */
  point_amount?: YuanAmount;
  /** What an invoice may be written over, in yuan. */
  invoice_amount?: YuanAmount;
  /** When it was paid. */
  gmt_payment?: BeijingTime;
  fund_bill_list?: readonly FundBill[];
  voucher_detail_list?: readonly Voucher[];
  /** The buyer's account with its middle hidden. */
  buyer_logon_id?: string;
}

/** What is refined of `alipay.trade.precreate`. */
export interface PrecreateFields extends OrderFields, TillFields {
  product_code?: Open<'FACE_TO_FACE_PAYMENT' | 'QR_CODE_OFFLINE'>;
  /** How long the order can be paid, counted from when the code was made; the code itself works for two hours. */
  qr_code_timeout_express?: string;
}

/**
 * `alipay.trade.precreate`: an order whose QR code the buyer scans. The trade exists once the buyer has scanned it.
 * https://opendocs.alipay.com/apis/api_1/alipay.trade.precreate
 */
export type PrecreateRequest = Omit<AlipayTradePrecreateModel, keyof PrecreateFields> & PrecreateFields;

export interface PrecreateResponse extends AlipayTradePrecreateResponse {
  out_trade_no: string;
  /** The text of the QR code: `https://qr.alipay.com/bax...`. */
  qr_code: string;
}
