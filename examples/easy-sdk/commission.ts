import type { Alipay } from '@till/alipay';

/** As a service provider, for a merchant who has authorised the app, with the provider's share (返佣) in mind. */
export interface Provider {
  readonly appAuthToken: string;
  /** The provider's own PID, which signed the agreement: `2088…`. */
  readonly sysServiceProviderId: string;
}

/** The merchant's till scans the code on the buyer's phone. */
export function payWithCode(alipay: Alipay, provider: Provider, outTradeNo: string, amount: string, authCode: string) {
  return alipay.easy.payment.faceToFace
    .agent(provider.appAuthToken)
    .optional('extend_params', { sys_service_provider_id: provider.sysServiceProviderId })
    .pay('iPhone6 16G', outTradeNo, amount, authCode);
}

/** The buyer scans the code, `qr_code`, that the merchant's till shows. */
export function showCode(alipay: Alipay, provider: Provider, outTradeNo: string, amount: string) {
  return alipay.easy.payment.faceToFace
    .agent(provider.appAuthToken)
    .optional('extend_params', { sys_service_provider_id: provider.sysServiceProviderId })
    .preCreate('iPhone6 16G', outTradeNo, amount);
}
