import type {
  ExtendParams,
  ExtUserInfo,
  GoodsDetail,
  RoyaltyDetailInfos,
  RoyaltyInfo,
  SettleInfo,
  SubMerchant,
  TradeFundBill,
  VoucherDetail,
} from './generated/gateway/index.ts';
import type { BeijingTime, YuanAmount } from './wire.ts';

/** A value out of those known today, or any other text: Alipay adds values without notice. */
export type Open<Known extends string> = Known | (string & {});

/** What every method that creates an order takes. */
export interface OrderFields {
  /**
   * The merchant's own number of the order: at most 64 letters, digits and underscores. For one merchant it names one
   * trade for ever; asking again with the same number and the same data continues that trade.
   */
  out_trade_no: string;
  /** What the buyer is asked to pay, in yuan: `"0.01"` to `"100000000.00"`. */
  total_amount: YuanAmount;
  /** What is sold, as the buyer sees it: at most 256 characters, without `/`, `=` and `&`. */
  subject: string;
  /** A longer description, at most 128 characters. */
  body?: string;
  /** When the order closes unpaid, by Beijing's clocks. It counts more than `timeout_express`. */
  time_expire?: BeijingTime;
  /**
   * How long the order can be paid: a whole number with `m` (minutes), `h` or `d`, from `1m` to `15d`, or `1c` for the
   * end of today. At most 6 characters.
   */
  timeout_express?: string;
  /** Comes back unchanged in the notification: at most 512 characters. What may contain `=` or `&` is best url-encoded. */
  passback_params?: string;
  /** The goods in the order, which buyers see in their bills and vouchers may depend on. */
  goods_detail?: readonly Goods[];
  /** Extensions agreed with Alipay, such as the ISV's id or Huabei instalments. */
  extend_params?: OrderExtension;
  /** The order's number in the merchant's own books, if that is another than `out_trade_no`: at most 32 characters. */
  merchant_order_no?: string;
  /** The merchant's number of the shop: at most 32 characters. */
  store_id?: string;
  /** Ways to pay that are not offered, separated by commas: `"pcredit,creditCard"`. Not with `enable_pay_channels`. */
  disable_pay_channels?: string;
  /** How the money is shared out once it is paid. */
  royalty_info?: Royalty;
  /** Where the money is settled to, for merchants who are settled with indirectly. */
  settle_info?: SettleInfo;
  /** The merchant under the one who asks, for bank-indirect and platform merchants. */
  sub_merchant?: PayeeMerchant;
  /** Who must pay, where that is prescribed: name, certificate, least age. */
  ext_user_info?: ExtUserInfo;
  /** What else the answer or the notification should tell. */
  query_options?: readonly string[];
}

/** One kind of goods in an order. */
export interface Goods extends GoodsDetail {
  /** The merchant's number of the goods: at most 64 characters. */
  goods_id: string;
  /** At most 256 characters. */
  goods_name: string;
  /** How many, a whole number. */
  quantity: number;
  /** The price of one, in yuan. */
  price: YuanAmount;
}

/** The parts of `extend_params` people use. */
export interface OrderExtension extends ExtendParams {
  /** The ISV's own merchant id (PID), which its commission is counted by: at most 64 characters. */
  sys_service_provider_id?: string;
  /** Huabei instalments: `"3"`, `"6"` or `"12"`. */
  hb_fq_num?: Open<'3' | '6' | '12'>;
  /** Who pays for the instalments: `"0"` the buyer, `"100"` the merchant. */
  hb_fq_seller_percent?: Open<'0' | '100'>;
  /** `"true"` holds the money back so that it can be shared out by `alipay.trade.order.settle`. */
  royalty_freeze?: Open<'true' | 'false'>;
}

export interface PayeeMerchant extends SubMerchant {
  /** The sub-merchant's id (SMID). */
  merchant_id: string;
  merchant_type?: Open<'alipay' | 'merchant'>;
}

export interface Royalty extends RoyaltyInfo {
  /** `ROYALTY`: shared out as listed. */
  royalty_type?: Open<'ROYALTY'>;
  royalty_detail_infos: readonly RoyaltyShare[];
}

/** One account's share of an order. */
export interface RoyaltyShare extends RoyaltyDetailInfos {
  /** The share in yuan. */
  amount: YuanAmount;
  /** The account that receives, in the kind that `trans_in_type` says. */
  trans_in: string;
  trans_in_type?: Open<'userId' | 'cardAliasNo' | 'loginName'>;
  /** The order of execution. */
  serial_no?: number;
}

/** One source of the money that was paid or refunded. */
export interface FundBill extends TradeFundBill {
  /** `ALIPAYACCOUNT` balance, `FINANCEACCOUNT` Yu'e Bao, `PCREDIT` Huabei, `BANKCARD`, `COUPON` red packet, ... */
  fund_channel: Open<
    'ALIPAYACCOUNT' | 'FINANCEACCOUNT' | 'PCREDIT' | 'BANKCARD' | 'COUPON' | 'DISCOUNT' | 'POINT' | 'MDISCOUNT'
  >;
  /** How much came from it, in yuan. */
  amount: YuanAmount;
}

/** A voucher that took part in a payment. */
export interface Voucher extends VoucherDetail {
  id: string;
  name: string;
  type: string;
  /** What the voucher was worth here, in yuan: the contributions together. */
  amount: YuanAmount;
  merchant_contribute?: YuanAmount;
  other_contribute?: YuanAmount;
}

/** Which trade: by the merchant's number or by Alipay's. If both are given, Alipay's counts. */
export type TradeKey =
  | {
      /** The merchant's number of the order. */
      out_trade_no: string;
      /** Alipay's number of the trade: 28 digits today, at most 64 characters. */
      trade_no?: string;
    }
  | {
      /** Alipay's number of the trade: 28 digits today, at most 64 characters. */
      trade_no: string;
      /** The merchant's number of the order. */
      out_trade_no?: string;
    };

/**
 * Where a trade stands: waiting for its buyer; closed, unpaid or refunded whole; paid; paid and past refunding.
 */
export type TradeStatus = 'WAIT_BUYER_PAY' | 'TRADE_CLOSED' | 'TRADE_SUCCESS' | 'TRADE_FINISHED';
