import type { Certification } from '../../oauth/certification.ts';
import type { BizContent } from '../biz-content.ts';
import type { Books } from '../books.ts';
import type { ApiMethod, Call, PageMethod } from '../call.ts';
import { GatewayRefusal } from '../refusal.ts';

const BIZ_CODES = ['FACE', 'SMART_FACE', 'CERT_PHOTO', 'CERT_PHOTO_FACE'];

/** `alipay.user.certify.open.initialize`: announces a person whose identity is to be verified. */
export const certifyInitialize: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer({ app, content: raw }, { certifications }) {
    const content = raw.refusing(illegal);
    const bizCode = content.requiredText('biz_code', 32);
    if (!BIZ_CODES.includes(bizCode)) throw illegal(`biz_code应为${BIZ_CODES.join('、')}`);
    const identity = content.object('identity_param');
    checkType(identity, 'identity_type', 'CERT_INFO');
    checkType(identity, 'cert_type', 'IDENTITY_CARD');
    const returnUrl = content.object('merchant_config').requiredText('return_url', 400);
    if (!/^(https?|alipays?):\/\//i.test(returnUrl)) throw illegal('merchant_config.return_url应为绝对地址');
    const { certifyId } = certifications.begin({
      appId: app.appId,
      outerOrderNo: content.requiredText('outer_order_no', 32),
      bizCode,
      certName: identity.requiredText('cert_name', 64),
      certNo: identity.requiredText('cert_no', 32),
      returnUrl,
    });
    return { certify_id: certifyId };
  },
};

/** `alipay.user.certify.open.certify`: leads the person to the page where he shows his face. */
export const certifyPage: PageMethod = {
  kind: 'page',
  open: (call, books) => `/certify/${named(call, books).certifyId}`,
};

/** `alipay.user.certify.open.query`: whether the face was his. */
export const certifyQuery: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer(call, books) {
    const { certName, certNo, outcome } = named(call, books);
    if (outcome === undefined) return { passed: 'F', fail_reason: '用户尚未完成认证' };
    if (outcome === 'failed') return { passed: 'F', fail_reason: '人脸比对不通过' };
    const identity = { cert_name: certName, cert_no: certNo, cert_type: 'IDENTITY_CARD', identity_type: 'CERT_INFO' };
    return { passed: 'T', identity_info: JSON.stringify(identity) };
  },
};

/** @throws {GatewayRefusal} */
function checkType(identity: BizContent, name: string, only: string): void {
  if (identity.requiredText(name, 32) !== only) throw illegal(`${name}应为${only}`);
}

function named({ app, content }: Call, { certifications }: Books): Certification {
  const certifyId = content.refusing(illegal).requiredText('certify_id', 64);
  const certification = certifications.find(certifyId);
  if (certification === undefined || certification.appId !== app.appId) {
    throw new GatewayRefusal('40004', 'OPEN_CERTIFY_BILL_NOT_EXIST', '认证单据不存在');
  }
  if (!certifications.isExpired(certification)) return certification;
  throw new GatewayRefusal('40004', 'CERTIFY_ID_EXPIRED', 'certify_id已过期');
}

function illegal(detail: string): GatewayRefusal {
  return new GatewayRefusal('40004', 'ILLEGAL_ARGUMENT_FORMAT', `参数格式不合法：${detail}`);
}
