import { readFileSync } from 'node:fs';
import { Alipay } from '@till/alipay';

export function openWithCertificates(appId: string, privateKey: string, folder: string, host: string) {
  return new Alipay({
    appId,
    privateKey,
    appCert: readFileSync(`${folder}/appCertPublicKey.crt`, 'utf8'),
    alipayCert: readFileSync(`${folder}/alipayCertPublicKey_RSA2.crt`, 'utf8'),
    alipayRootCert: readFileSync(`${folder}/alipayRootCert.crt`, 'utf8'),
    gateway: `${host}/gateway.do`,
  });
}
