import type { ApiMethod } from '../call.ts';
import { GatewayRefusal } from '../refusal.ts';

/** `alipay.open.app.alipaycert.download`: the certificate of Alipay's that an answer was signed under. */
export const alipaycertDownload: ApiMethod = {
  kind: 'api',
  echo: () => ({}),
  answer({ app: { certificates }, content }) {
    const sn = content.requiredText('alipay_cert_sn', 64);
    const known = certificates === undefined ? [] : [certificates.alipay, ...certificates.retired];
    const found = known.find((certificate) => certificate.sn === sn);
    if (found === undefined) throw new GatewayRefusal('40002', 'isv.alipay-cert-not-exist', '支付宝公钥证书不存在');
    return { alipay_cert_content: Buffer.from(found.pem).toString('base64') };
  },
};
