import type { GatewayMethod } from '../call.ts';
import { agreementPageSign, agreementQuery, agreementSignEffect, agreementUnsign } from './agreement.ts';
import { appPay } from './app-pay.ts';
import { billDownloadUrl } from './bill-downloadurl.ts';
import { billAccountLog, billBalance, billSell } from './bill-lists.ts';
import { cancel } from './cancel.ts';
import { close } from './close.ts';
import { create } from './create.ts';
import {
  authAppFreeze,
  authCancel,
  authDetailQuery,
  authFreeze,
  authUnfreeze,
  authVoucherCreate,
} from './fund-auth.ts';
import { fundAccountQuery, fundCommonQuery, fundTransfer, fundTransPagePay } from './fund-transfer.ts';
import { OPEN_PLATFORM } from './open-platform.ts';
import { orderinfoSync } from './orderinfo-sync.ts';
import { pagePay } from './page-pay.ts';
import { pageRefund } from './page-refund.ts';
import { pay } from './pay.ts';
import { precreate } from './precreate.ts';
import { query } from './query.ts';
import { refund } from './refund.ts';
import { refundApply } from './refund-apply.ts';
import { refundQuery } from './refund-query.ts';
import { settleConfirm } from './settle-confirm.ts';
import { settleReceivables } from './settle-receivables.ts';
import {
  orderOnsettleQuery,
  orderSettle,
  orderSettleQuery,
  royaltyBatchQuery,
  royaltyBind,
  royaltyRateQuery,
  royaltyUnbind,
} from './settlement.ts';
import { wapPay } from './wap-pay.ts';

/** What the gateway offers, by the name of the method. */
export const METHODS: ReadonlyMap<string, GatewayMethod> = new Map<string, GatewayMethod>([
  ['alipay.trade.page.pay', pagePay],
  ['alipay.trade.wap.pay', wapPay],
  ['alipay.trade.app.pay', appPay],
  ['alipay.trade.create', create],
  ['alipay.trade.precreate', precreate],
  ['alipay.trade.pay', pay],
  ['alipay.trade.cancel', cancel],
  ['alipay.trade.page.refund', pageRefund],
  ['alipay.trade.orderinfo.sync', orderinfoSync],
  ['alipay.trade.query', query],
  ['alipay.fund.auth.order.freeze', authFreeze],
  ['alipay.fund.auth.order.app.freeze', authAppFreeze],
  ['alipay.fund.auth.order.voucher.create', authVoucherCreate],
  ['alipay.fund.auth.order.unfreeze', authUnfreeze],
  ['alipay.fund.auth.operation.detail.query', authDetailQuery],
  ['alipay.fund.auth.operation.cancel', authCancel],
  ['alipay.trade.royalty.relation.bind', royaltyBind],
  ['alipay.trade.royalty.relation.unbind', royaltyUnbind],
  ['alipay.trade.royalty.relation.batchquery', royaltyBatchQuery],
  ['alipay.trade.royalty.rate.query', royaltyRateQuery],
  ['alipay.trade.settle.confirm', settleConfirm],
  ['alipay.trade.settle.receivables.query', settleReceivables],
  ['alipay.trade.order.settle', orderSettle],
  ['alipay.trade.order.settle.query', orderSettleQuery],
  ['alipay.trade.order.onsettle.query', orderOnsettleQuery],
  ['alipay.user.agreement.page.sign', agreementPageSign],
  ['alipay.user.agreement.query', agreementQuery],
  ['alipay.user.agreement.sign.effect', agreementSignEffect],
  ['alipay.user.agreement.unsign', agreementUnsign],
  ['alipay.fund.trans.uni.transfer', fundTransfer],
  ['alipay.fund.trans.common.query', fundCommonQuery],
  ['alipay.fund.trans.page.pay', fundTransPagePay],
  ['alipay.fund.account.query', fundAccountQuery],
  ['alipay.data.dataservice.bill.downloadurl.query', billDownloadUrl],
  ['alipay.data.bill.balance.query', billBalance],
  ['alipay.data.bill.sell.query', billSell],
  ['alipay.data.bill.accountlog.query', billAccountLog],
  ['alipay.trade.close', close],
  ['alipay.trade.refund', refund],
  ['alipay.trade.refund.apply', refundApply],
  ['alipay.trade.fastpay.refund.query', refundQuery],
  ...OPEN_PLATFORM,
]);
