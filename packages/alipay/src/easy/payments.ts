import type { EasyCall } from './easy-call.ts';
import { inWireNames } from './wire-names.ts';

/** How a payment by Huabei is split. */
export interface HuabeiConfig {
  /** `3`, `6` or `12` instalments. */
  readonly hbFqNum: string;
  /** Who pays the fee: `100` the seller, `0` the buyer. */
  readonly hbFqSellerPercent: string;
}

/** 花呗分期 Huabei */
export const huabei = (call: EasyCall) => ({
  /** Makes a trade that the buyer pays by instalments. `alipay.trade.create` */
  create: (
    subject: string,
    outTradeNo: string,
    totalAmount: string,
    buyerId: string | null | undefined,
    extendParams: HuabeiConfig,
  ) =>
    call.execute('alipay.trade.create', {
      subject,
      out_trade_no: outTradeNo,
      total_amount: totalAmount,
      buyer_id: buyerId,
      extend_params: inWireNames(extendParams, { hbFqNum: 'hb_fq_num', hbFqSellerPercent: 'hb_fq_seller_percent' }),
    }),
});

/** 当面付 FaceToFace */
export const faceToFace = (call: EasyCall) => {
  const preCreate = (subject: string, outTradeNo: string, totalAmount: string) =>
    call.execute('alipay.trade.precreate', { subject, out_trade_no: outTradeNo, total_amount: totalAmount });
  return {
    /** Takes the payment of the code that the buyer shows. Code `10003`: the buyer must confirm; query. `alipay.trade.pay` */
    pay: (subject: string, outTradeNo: string, totalAmount: string, authCode: string) =>
      call.execute('alipay.trade.pay', {
        subject,
        out_trade_no: outTradeNo,
        total_amount: totalAmount,
        auth_code: authCode,
        scene: 'bar_code',
      }),
    /** Makes a code (`qr_code`) for the buyer to scan. `alipay.trade.precreate` */
    preCreate,
    /** As {@link preCreate}: Easy SDK's documentation writes it both ways. */
    precreate: preCreate,
  };
};

/** 电脑网站 Page */
export const page = (call: EasyCall) => ({
  /** A form, in `body`, that takes a browser to the cashier. `alipay.trade.page.pay` */
  pay: (subject: string, outTradeNo: string, totalAmount: string, returnUrl?: string | null) =>
    call.form(
      'alipay.trade.page.pay',
      { subject, out_trade_no: outTradeNo, total_amount: totalAmount, product_code: 'FAST_INSTANT_TRADE_PAY' },
      { return_url: returnUrl ?? '' },
    ),
});

/** 手机网站 Wap */
export const wap = (call: EasyCall) => ({
  /** A form, in `body`, that takes a phone's browser to the cashier. `alipay.trade.wap.pay` */
  pay: (subject: string, outTradeNo: string, totalAmount: string, quitUrl: string, returnUrl?: string | null) =>
    call.form(
      'alipay.trade.wap.pay',
      {
        subject,
        out_trade_no: outTradeNo,
        total_amount: totalAmount,
        quit_url: quitUrl,
        product_code: 'QUICK_WAP_WAY',
      },
      { return_url: returnUrl ?? '' },
    ),
});

/** App支付 App */
export const app = (call: EasyCall) => ({
  /** An order string, in `body`, for Alipay's mobile SDK. `alipay.trade.app.pay` */
  pay: (subject: string, outTradeNo: string, totalAmount: string) =>
    call.order('alipay.trade.app.pay', { subject, out_trade_no: outTradeNo, total_amount: totalAmount }),
});
