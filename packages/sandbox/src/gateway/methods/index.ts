import type { GatewayMethod } from '../call.ts';
import { close } from './close.ts';
import { pagePay } from './page-pay.ts';
import { query } from './query.ts';
import { refund } from './refund.ts';
import { refundQuery } from './refund-query.ts';
import { wapPay } from './wap-pay.ts';

/** What the gateway offers, by the name of the method. */
export const METHODS: ReadonlyMap<string, GatewayMethod> = new Map<string, GatewayMethod>([
  ['alipay.trade.page.pay', pagePay],
  ['alipay.trade.wap.pay', wapPay],
  ['alipay.trade.query', query],
  ['alipay.trade.close', close],
  ['alipay.trade.refund', refund],
  ['alipay.trade.fastpay.refund.query', refundQuery],
]);
