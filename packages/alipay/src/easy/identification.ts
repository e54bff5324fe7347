import type { EasyCall } from './easy-call.ts';
import { inWireNames } from './wire-names.ts';

/** Who is to be identified. */
export interface IdentityParam {
  /** `CERT_INFO` */
  readonly identityType: string;
  /** `IDENTITY_CARD` */
  readonly certType: string;
  readonly certName: string;
  readonly certNo: string;
}

/** The merchant's wishes. */
export interface MerchantConfig {
  /** Where the user is sent back to. */
  readonly returnUrl: string;
}

const IDENTITY = { identityType: 'identity_type', certType: 'cert_type', certName: 'cert_name', certNo: 'cert_no' };

/** 支付宝身份认证 Identification */
export const identification = (call: EasyCall) => ({
  /** Opens a verification. `bizCode`: `FACE`, `SMART_FACE`, ... `alipay.user.certify.open.initialize` */
  init: (outerOrderNo: string, bizCode: string, identityParam: IdentityParam, merchantConfig: MerchantConfig) =>
    call.execute('alipay.user.certify.open.initialize', {
      outer_order_no: outerOrderNo,
      biz_code: bizCode,
      identity_param: inWireNames(identityParam, IDENTITY),
      merchant_config: inWireNames(merchantConfig, { returnUrl: 'return_url' }),
    }),

  /** The url, in `body`, where the user verifies themself. `alipay.user.certify.open.certify` */
  certify: (certifyId: string) => call.url('alipay.user.certify.open.certify', { certify_id: certifyId }),

  /** How a verification went. `alipay.user.certify.open.query` */
  query: (certifyId: string) => call.execute('alipay.user.certify.open.query', { certify_id: certifyId }),
});
