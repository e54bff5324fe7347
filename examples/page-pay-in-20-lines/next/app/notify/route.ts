import { orders } from '../../../../page-pay-shop/orders.ts';
import { alipay } from '../alipay.ts';

export const POST = alipay.notificationRoute({ findOrder: orders.find, on: { 'trade.paid': orders.markPaid } });
