import { Alipay } from '@till/alipay';

export function openAlipay(
  keys: Record<'appId' | 'privateKey' | 'alipayPublicKey' | 'encryptKey', string>,
  host: string,
) {
  return new Alipay({
    ...keys,
    gateway: `${host}/gateway.do`,
    timeoutMs: 10_000,
  });
}
