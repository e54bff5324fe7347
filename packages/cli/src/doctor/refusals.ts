import type { Bilingual } from '../command.ts';

/** What to do about a code, by the code without its prefix; v3 has none. Source: Alipay's table of public error codes. */
const REMEDIES: readonly (readonly [RegExp, Bilingual])[] = [
  [
    /^invalid-app-id$/,
    {
      en: 'No such app at this gateway. Sandbox and production have different apps: compare APPID and gateway.',
      zh: '该网关没有这个应用。沙箱与生产的 APPID 不同：请核对 APPID 与网关。',
    },
  ],
  [
    /^invalid-signature$/,
    {
      en: "The console's app public key is not the other half of this private key. Upload the public half (till keygen prints it), or use the right private key.",
      zh: '平台上的“应用公钥”与本私钥不成对。请上传与之成对的公钥，或换用正确的私钥。',
    },
  ],
  [
    /^(missing-signature-(config|key)|invalid-signature-type)$/,
    {
      en: 'The console holds no key of this sign type. Upload an RSA2 public key there, or set --sign-type.',
      zh: '平台上没有配置这种签名类型的公钥。请上传 RSA2 公钥，或设置 --sign-type。',
    },
  ],
  [
    /^(missing-app-cert-sn|missing-alipay-root-cert-sn)$/,
    {
      en: 'The app is in certificate mode: give the three certificates instead of a public key.',
      zh: '该应用是证书模式：请给出三个证书，而不是公钥。',
    },
  ],
  [
    /^(app-cert-(not-exist|expired)|alipay-cert-not-exist|invalid-alipay-root-cert-sn)$/,
    {
      en: 'Alipay does not have this certificate for the app, or it has run out. Download the current three files.',
      zh: '支付宝没有该应用的这个证书，或证书已过期。请重新下载三个证书文件。',
    },
  ],
  [
    /^(insufficient-isv-permissions|insufficient-user-permissions|forbidden-api|access-forbidden)$/,
    {
      en: 'Signature and app are in order, but the app may not call this: add the product to the app in the console, and sign its contract.',
      zh: '签名和应用都没有问题，但应用没有权限：请在平台上为应用添加相应产品并签约。',
    },
  ],
  [
    /^(invalid-app-state|not-online-app)$/,
    { en: 'The app is not online yet. Submit it in the console.', zh: '应用尚未上线。请在平台上提交上线。' },
  ],
  [
    /^(invalid-encrypt|invalid-encrypt-type|missing-encrypt-key|decryption-error.*)$/,
    {
      en: "The AES key differs from the console's, or none is set there. Copy it anew.",
      zh: 'AES 密钥与平台上的不同，或平台上未设置。请重新复制。',
    },
  ],
  [/^(invalid|illegal|missing)-timestamp$/, { en: "Set this machine's clock.", zh: '请校准本机时钟。' }],
  [
    /^illegal-client-ip$/,
    {
      en: "Add this machine's address to the app's IP whitelist in the console.",
      zh: '请在平台上把本机 IP 加入应用的白名单。',
    },
  ],
  [
    /^(app|method)-call-limited$/,
    { en: 'Too many calls at the moment. Wait and try again.', zh: '调用次数超限。请稍后再试。' },
  ],
  [
    /unknow-error|service-not-available|SYSTEM_ERROR/,
    { en: 'Alipay is out of order for the moment. Try again.', zh: '支付宝暂时繁忙。请稍后再试。' },
  ],
];

const UNKNOWN: Bilingual = {
  en: 'Look the code up in the documentation of alipay.trade.query.',
  zh: '请在 alipay.trade.query 的文档中查询该错误码。',
};

export function remedyFor(code: string): Bilingual {
  const bare = code.replace(/^(isv|isp|aop)\./, '');
  return REMEDIES.find(([codes]) => codes.test(bare))?.[1] ?? UNKNOWN;
}
