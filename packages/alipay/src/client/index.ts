export { Alipay, type ExecuteOptions } from './alipay.ts';
export { ALIPAY_SANDBOX_GATEWAY, type AlipayOptions, PRODUCTION_GATEWAY } from './alipay-options.ts';
