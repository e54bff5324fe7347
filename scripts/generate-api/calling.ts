/**
 * How the gateway's methods are meant to be called. Their documents do not say, so these are kept by hand; every other
 * method is a call from server to server, or an upload if it takes a file.
 */

/** Methods that open a page of Alipay's in the user's browser: a form or a url, never a call. */
export const PAGE_METHODS: readonly string[] = [
  'alipay.fund.trans.page.pay',
  'alipay.trade.page.merge.pay',
  'alipay.trade.page.pay',
  'alipay.trade.page.refund',
  'alipay.trade.wap.merge.pay',
  'alipay.trade.wap.pay',
  'alipay.user.agreement.page.sign',
  'alipay.user.certify.open.certify',
  'alipay.user.info.auth',
  'zhima.credit.payafteruse.creditagreement.sign',
  'zhima.credit.pe.zmgo.sign.apply',
  'zhima.merchant.zmgo.sign.apply',
];

/** Methods whose signed request goes to a mobile app, which hands it to Alipay's mobile SDK: an order string. */
export const ORDER_STRING_METHODS: readonly string[] = [
  'alipay.fund.auth.order.app.freeze',
  'alipay.fund.trans.app.pay',
  'alipay.trade.app.merge.pay',
  'alipay.trade.app.pay',
  'alipay.user.agreement.page.sign',
  'zhima.credit.payafteruse.creditagreement.sign',
  'zhima.credit.pe.zmgo.sign.apply',
  'zhima.merchant.zmgo.sign.apply',
];

/** Messages that Alipay sends and nobody calls. They stand in the catalogue beside the methods. */
export const MESSAGES: readonly string[] = [
  'alipay.fund.trans.order.changed',
  'alipay.open.auth.appauth.cancelled',
  'alipay.open.auth.userauth.cancelled',
  'alipay.open.servicemarket.order.notify',
  'alipay.trade.order.settle.notify',
  'alipay.trade.refund.depositback.completed',
];

/**
 * Methods that the catalogue names but no document describes, with the method that has the same fields: the same API
 * under its other name.
 */
export const ALIASES: Readonly<Record<string, string>> = {
  'zhima.merchant.zmgo.sign.apply': 'zhima.credit.pe.zmgo.sign.apply',
};
