import { AlipaySdk } from 'alipay-sdk';

export function openAlipay(
  keys: Record<'appId' | 'privateKey' | 'alipayPublicKey' | 'encryptKey', string>,
  host: string,
) {
  return new AlipaySdk({
    ...keys,
    keyType: 'PKCS8',
    gateway: `${host}/gateway.do`,
    endpoint: host,
    timeout: 10_000,
  });
}
