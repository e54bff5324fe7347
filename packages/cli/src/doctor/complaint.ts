import type { Bilingual } from '../command.ts';

/** What the SDK complains of, in Chinese, by what its message says. More particular patterns stand first. */
const IN_CHINESE: readonly (readonly [RegExp, string])[] = [
  [/app's own public key/, '这是应用自己的公钥（应用公钥），不是支付宝公钥。'],
  [/app's own certificate/, '这是应用自己的证书，不是支付宝公钥证书（alipayCertPublicKey_RSA2.crt）。'],
  [/does not belong to privateKey/, '应用公钥证书与应用私钥不是一对。'],
  [/is a public key, not a certificate/, '这里需要证书（.crt 文件的内容），给出的是公钥。'],
  [/is a private key, not a certificate/, '这里需要证书（.crt 文件的内容），给出的是私钥。'],
  [/is a certificate/, '这里需要密钥，给出的是证书。'],
  [/is a public key/, '这里需要应用私钥，给出的是公钥。'],
  [/is a private key/, '这里需要支付宝公钥，给出的是私钥。'],
  [/is truncated/, '内容不完整，后面一部分丢失了。请完整复制。'],
  [/is encrypted with a passphrase/, '私钥带有密码。请先去除密码：openssl pkey -in key.pem。'],
  [/broken PEM header/, 'PEM 的首行不正确。首行应为 -----BEGIN ... KEY-----。'],
  [/looks like a file name/, '这像是文件名。请给出文件里的内容。'],
  [/is not base64/, '含有 base64 以外的字符。请重新复制。'],
  [/more than one|Give one key alone/, '里面不止一个密钥。请只给一个。'],
  [/has \d+ bits/, '密钥位数不足。RSA2 需要 2048 位或以上。'],
  [/is a key of type/, '不是 RSA 密钥。'],
  [/is empty|is missing/, '内容为空。'],
  [/is damaged|is not a key|not an RSA key/, '内容不是有效的密钥。请重新完整复制。'],
  [/expired on/, '证书已过期。'],
  [/is not valid before/, '证书尚未生效。请检查本机时钟。'],
  [/no certificate signed with RSA|no root certificate/, '这不是支付宝根证书文件（alipayRootCert.crt）。'],
  [/certificates that do not come from each other/, '里面的证书互不相关，可能是根证书文件（alipayRootCert.crt）。'],
  [/not an AES key/, '不是支付宝的 AES 密钥：应为 24 个字符的 base64。'],
  [/^appId is/, 'APPID 不正确：应全部是数字。'],
];

/** What the SDK says is wrong, for readers of either language. */
export function complaintText(message: string): Bilingual {
  return { en: message, zh: IN_CHINESE.find(([pattern]) => pattern.test(message))?.[1] ?? message };
}
