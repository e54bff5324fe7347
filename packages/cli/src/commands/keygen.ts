import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { readArguments } from '../arguments.ts';
import { type Command, type CommandContext, UsageError } from '../command.ts';
import { certificateRequest } from '../keygen/certificate-request.ts';
import { writeKeyFiles } from '../keygen/key-files.ts';
import { afterKeyPair, afterRequest } from '../keygen/next-steps.ts';
import { readSubject, SUBJECT_OPTIONS } from '../keygen/subject.ts';

/** What Alipay asks of RSA2 keys. */
const MODULUS_BITS = 2048;

const help = `
till keygen [--app-id ID] [--out DIRECTORY] [--pkcs1]
till keygen --csr --company NAME [--domain DOMAIN] [--department NAME] [--app-id ID] [--out DIRECTORY] [--pkcs1]

Makes an RSA-2048 (RSA2) key pair for one Alipay application:
为一个支付宝应用生成 RSA-2048（RSA2）密钥对：

  app-private-key.pem   keep it secret; Till and the SDK read it                   私钥，请妥善保管
  app-public-key.txt    key mode: paste it into Alipay's console                   公钥模式：粘贴到支付宝开放平台
  app.csr               certificate mode (--csr), instead: upload it there         证书模式（--csr）：上传到支付宝开放平台

Options 选项
  --app-id ID         fills in the next steps that are printed                     用于输出的后续步骤
  --out DIRECTORY     where to write; default: here                                写到哪个目录，默认当前目录
  --pkcs1             the private key as PKCS#1 (BEGIN RSA PRIVATE KEY) instead of PKCS#8
                      私钥用 PKCS#1 格式（默认 PKCS#8）

Certificate mode 证书模式 (products that pay money out, such as transfers, ask for it 转账等资金支出类产品必须使用)
  --csr               make a certificate request (PKCS#10, SHA256withRSA)          生成证书请求文件（CSR）
  --company NAME      exactly as registered with the Alipay account                必须与支付宝账号的企业名称完全一致
  --domain DOMAIN     a domain of yours; default: the company                      域名，默认用企业名称
  --department NAME   default: none                                                部门，默认不填

A file that exists is never overwritten. 已存在的文件不会被覆盖。
`.trim();

const OPTIONS = { out: 'text', pkcs1: 'flag', 'app-id': 'text', ...SUBJECT_OPTIONS } as const;

/** `till keygen`: a key pair in the forms that Alipay's console wants (open platform, "key settings": RSA2). */
export const keygen: Command = {
  help,
  async run(context: CommandContext): Promise<void> {
    const { out = '.', pkcs1, 'app-id': appId, ...typed } = readArguments('keygen', context.args, OPTIONS);
    const subject = readSubject(typed);
    if (appId !== undefined && !/^\d+$/.test(appId)) throw notAnAppId(appId);
    const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: MODULUS_BITS });
    const pem = privateKey.export({ type: pkcs1 ? 'pkcs1' : 'pkcs8', format: 'pem' }).toString();
    const privateFile = ['app-private-key.pem', pem] as const;
    if (subject !== undefined) {
      const request = certificateRequest(subject, privateKey);
      const [privatePath = '', requestPath = ''] = writeKeyFiles(out, [privateFile, ['app.csr', request]]);
      return context.print(afterRequest(out, privatePath, requestPath, appId));
    }
    const text = bareBase64(publicKey);
    const [privatePath = '', publicPath = ''] = writeKeyFiles(out, [privateFile, ['app-public-key.txt', `${text}\n`]]);
    context.print(afterKeyPair(out, privatePath, publicPath, text, appId));
  },
};

/** The public key as the console's input box wants it: SPKI in base64, one line, no header. */
function bareBase64(publicKey: KeyObject): string {
  return publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
}

function notAnAppId(typed: string): UsageError {
  return new UsageError({
    en: `--app-id ${JSON.stringify(typed)} is no APPID. Copy it from Alipay's console: digits only.`,
    zh: `--app-id ${JSON.stringify(typed)} 不是 APPID。请从支付宝开放平台复制，全部是数字。`,
  });
}
