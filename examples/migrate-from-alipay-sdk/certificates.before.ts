import { AlipaySdk } from 'alipay-sdk';

export function openWithCertificates(appId: string, privateKey: string, folder: string, host: string) {
  return new AlipaySdk({
    appId,
    privateKey,
    keyType: 'PKCS8',
    appCertPath: `${folder}/appCertPublicKey.crt`,
    alipayPublicCertPath: `${folder}/alipayCertPublicKey_RSA2.crt`,
    alipayRootCertPath: `${folder}/alipayRootCert.crt`,
    gateway: `${host}/gateway.do`,
    endpoint: host,
  });
}
