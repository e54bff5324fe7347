import { formatYuan } from '@till/alipay/money';
import { formatBeijing, formatBeijingMs } from '@till/alipay/time';
import { type Amounts, amountsOf, fundParts } from '../trades/amounts.ts';
import { type Refund, refundedFen, type Trade } from '../trades/trade.ts';

type Fields = Record<string, string>;

/** What `trade_status_sync` says of a payment, in the order in which Alipay was seen to send it. */
export function paymentMessage(trade: Trade, notifyId: string): Fields {
  const { payment } = trade;
  const amounts = amountsOf(trade);
  const buyerPaid = formatYuan(amounts.buyerFen);
  return compact({
    ...opening(trade),
    invoice_amount: buyerPaid,
    notify_id: notifyId,
    fund_bill_list: JSON.stringify(
      fundParts(trade, amounts).map(({ channel, fen }) => ({ amount: formatYuan(fen), fundChannel: channel })),
    ),
    notify_type: 'trade_status_sync',
    trade_status: trade.status,
    receipt_amount: formatYuan(amounts.receiptFen),
    buyer_pay_amount: buyerPaid,
    ...middle(trade),
    ...ending(trade),
    point_amount: '0.00',
    ...discount(trade, amounts),
    agreement_no: payment?.agreementNo,
    merchant_order_no: trade.terms.merchantOrderNo,
  });
}

/** What a discount took off; a red packet is money and stands in `fund_bill_list` alone. */
function discount(trade: Trade, amounts: Amounts): Fields {
  const { coupon } = trade.payment ?? {};
  if (coupon === undefined || coupon.channel === 'COUPON') return {};
  const isMerchants = coupon.channel === 'MDISCOUNT';
  const voucher = {
    amount: formatYuan(coupon.amountFen),
    merchantContribute: formatYuan(amounts.merchantFen),
    name: coupon.name,
    otherContribute: formatYuan(amounts.alipayFen),
    type: 'ALIPAY_FIX_VOUCHER',
  };
  return {
    [isMerchants ? 'mdiscount_amount' : 'discount_amount']: voucher.amount,
    voucher_detail_list: JSON.stringify([voucher]),
  };
}

/** What it says of a state that a trade reached without money moving: begun, closed unpaid, past its refund window. */
export function stateMessage(trade: Trade, notifyId: string): Fields {
  const { closing } = trade;
  return compact({
    ...opening(trade),
    notify_id: notifyId,
    notify_type: 'trade_status_sync',
    trade_status: trade.status,
    ...middle(trade),
    ...ending(trade),
    gmt_close: closing === undefined ? undefined : formatBeijing(closing.at),
  });
}

/** What it says of a refund: `refund_fee` is the sum of all refunds so far. */
export function refundMessage(trade: Trade, refund: Refund, notifyId: string): Fields {
  const { closing } = trade;
  return compact({
    ...opening(trade),
    notify_id: notifyId,
    notify_type: 'trade_status_sync',
    trade_status: trade.status,
    ...middle(trade),
    gmt_refund: formatBeijingMs(refund.at),
    out_biz_no: refund.outRequestNo,
    ...ending(trade),
    refund_fee: formatYuan(refundedFen(trade)),
    gmt_close: closing === undefined ? undefined : formatBeijing(closing.at),
  });
}

function opening({ createdAt, contact, terms, payment, appId }: Trade): Record<string, string | undefined> {
  return {
    gmt_create: formatBeijing(createdAt),
    charset: contact.charset === 'gbk' ? 'GBK' : 'utf-8',
    seller_email: `shop-${appId}@sandbox.example`,
    subject: terms.subject,
    sign: '',
    body: terms.body,
    buyer_id: payment?.buyerId,
  };
}

function middle({ appId, sellerId, contact, payment }: Trade): Record<string, string | undefined> {
  return {
    app_id: appId,
    sign_type: contact.signType,
    seller_id: sellerId,
    gmt_payment: payment === undefined ? undefined : formatBeijing(payment.at),
    notify_time: '',
    passback_params: contact.passbackParams,
  };
}

function ending({ appId, tradeNo, terms, payment }: Trade): Record<string, string | undefined> {
  return {
    version: '1.0',
    out_trade_no: terms.outTradeNo,
    total_amount: formatYuan(terms.totalFen),
    trade_no: tradeNo,
    auth_app_id: appId,
    buyer_logon_id: payment?.buyerLogonId,
  };
}

function compact(fields: Record<string, string | undefined>): Fields {
  const present: Fields = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) present[name] = value;
  }
  return present;
}
