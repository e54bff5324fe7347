import { alipay, handlers } from '../../../../page-pay-shop/alipay.ts';

export const POST = alipay.notificationRoute(handlers);
