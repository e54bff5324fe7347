import { join } from 'node:path';

/** What a person does with a new key pair in key mode. The app's id, if known, is filled in for them. */
export function afterKeyPair(
  directory: string,
  privateFile: string,
  publicFile: string,
  publicText: string,
  appId = 'APPID',
): string {
  const alipayFile = join(directory, 'alipay-public-key.txt');
  return `
Private key 私钥   ${privateFile}  (only you can read it 仅本人可读)
Public key  公钥   ${publicFile}

1. In Alipay's console open the app's key settings, choose "public key", and paste this as the application's (RSA2):
   在支付宝开放平台打开应用的“接口加签方式”，选择“公钥”，把下面这一行粘贴为“应用公钥”（RSA2）：

${publicText}

2. Save the ALIPAY public key that the console shows in return as ${alipayFile}: that one, not your own, verifies
   Alipay's messages.
   把平台返回的“支付宝公钥”保存为 ${alipayFile}：验证支付宝消息用的是它，不是您自己的公钥。
3. Check that all of it works together:
   检查全部配置是否可用：

till doctor --app-id ${appId} --private-key ${shellWord(privateFile)} --alipay-public-key ${shellWord(alipayFile)}

The private key never leaves this machine.
私钥只留在本机。
`.trim();
}

/** What a person does with a new certificate request. The app's id, if known, is filled in for them. */
export function afterRequest(directory: string, privateFile: string, requestFile: string, appId = 'APPID'): string {
  const file = (name: string) => shellWord(join(directory, name));
  return `
Private key 私钥              ${privateFile}  (only you can read it 仅本人可读)
Certificate request 证书请求  ${requestFile}

1. In Alipay's console open the app's key settings, choose "certificate", upload ${requestFile}.
   在支付宝开放平台打开应用的“接口加签方式”，选择“证书”，上传 ${requestFile}。
2. Download the three certificates into ${directory}.
   把三个证书下载到 ${directory}：
     appCertPublicKey_${appId}.crt   alipayCertPublicKey_RSA2.crt   alipayRootCert.crt
3. Check that all of it works together:
   检查全部配置是否可用：

till doctor --app-id ${appId} --private-key ${shellWord(privateFile)} \\
  --app-cert ${file(`appCertPublicKey_${appId}.crt`)} \\
  --alipay-cert ${file('alipayCertPublicKey_RSA2.crt')} \\
  --alipay-root-cert ${file('alipayRootCert.crt')}

The private key never leaves this machine; the request holds none of it.
私钥只留在本机；证书请求中不含私钥。
`.trim();
}

/** A path as it can be pasted into a shell. */
function shellWord(path: string): string {
  return /^[\w./@%+=:,\p{L}-]+$/u.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
