import { Alipay } from '@till/alipay';

/** One client for the whole program: it reads the keys once, and tells at once if one of them cannot be right. */
export function openAlipay(env: NodeJS.ProcessEnv = process.env): Alipay {
  const { ALIPAY_APP_ID = '', ALIPAY_PRIVATE_KEY = '', ALIPAY_PUBLIC_KEY = '', ALIPAY_GATEWAY } = env;
  return new Alipay({
    appId: ALIPAY_APP_ID,
    privateKey: ALIPAY_PRIVATE_KEY,
    alipayPublicKey: ALIPAY_PUBLIC_KEY,
    ...(ALIPAY_GATEWAY === undefined ? {} : { gateway: ALIPAY_GATEWAY }),
  });
}
