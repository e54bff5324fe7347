import type {
  AlipayUserCertifyOpenCertifyModel,
  AlipayUserCertifyOpenInitializeModel,
  AlipayUserCertifyOpenInitializeResponse,
  AlipayUserCertifyOpenQueryModel,
  AlipayUserCertifyOpenQueryResponse,
  OpenCertifyIdentityParam,
  OpenCertifyMerchantConfig,
} from './generated/gateway/index.ts';
import type { Open } from './order-fields.ts';

/**
 * `alipay.user.certify.open.initialize`: begins to prove who a user is.
 * https://opendocs.alipay.com/apis/api_2/alipay.user.certify.open.initialize
 */
export interface CertifyInitializeRequest extends AlipayUserCertifyOpenInitializeModel {
  /** The merchant's number of the proof: at most 32 characters. */
  outer_order_no: string;
  /** How it is proved. */
  biz_code: Open<'FACE' | 'SMART_FACE' | 'CERT_PHOTO' | 'CERT_PHOTO_FACE'>;
  /** Who the user says to be. */
  identity_param: OpenCertifyIdentityParam & {
    identity_type: Open<'CERT_INFO'>;
    cert_type: Open<'IDENTITY_CARD'>;
    /** The real name. */
    cert_name: string;
    /** The number of the identity card. */
    cert_no: string;
  };
  merchant_config: OpenCertifyMerchantConfig & {
    /** Where the user's browser or app goes afterwards. */
    return_url: string;
  };
}

export interface CertifyInitializeResponse extends AlipayUserCertifyOpenInitializeResponse {
  /** Names the proof in the other two methods: 32 characters. */
  certify_id: string;
}

/**
 * `alipay.user.certify.open.certify`: the page on which the user proves it. Send the browser to its url.
 * https://opendocs.alipay.com/apis/api_2/alipay.user.certify.open.certify
 */
export interface CertifyPageRequest extends AlipayUserCertifyOpenCertifyModel {
  certify_id: string;
}

/**
 * `alipay.user.certify.open.query`: whether it was proved.
 * https://opendocs.alipay.com/apis/api_2/alipay.user.certify.open.query
 */
export interface CertifyQueryRequest extends AlipayUserCertifyOpenQueryModel {
  certify_id: string;
}

export interface CertifyQueryResponse extends AlipayUserCertifyOpenQueryResponse {
  /** `T`: the user is who was said. */
  passed: Open<'T' | 'F'>;
}
