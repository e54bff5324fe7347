import { readArguments } from '../arguments.ts';
import { type Command, type CommandContext, CommandError } from '../command.ts';
import { CONFIGURATION_OPTIONS, readConfiguration } from '../doctor/configuration.ts';
import { diagnose, isFailure } from '../doctor/diagnose.ts';
import { approval, report } from '../doctor/report.ts';

const help = `
till doctor --app-id ID --private-key FILE --alipay-public-key FILE
till doctor --app-id ID --private-key FILE --app-cert FILE --alipay-cert FILE --alipay-root-cert FILE
            [--encrypt-key FILE|TEXT] [--gateway URL] [--notify-url URL] [--sign-type RSA2|RSA]
            [--offline] [--json]

Checks an Alipay configuration before any buyer pays, and says what to mend: keys and certificates, the clock, the
connection, and by a signed call for a trade that does not exist whether Alipay accepts it all; and whether the
notification url is there and refuses a message that nobody has signed. Changes nothing.
在买家付款之前检查支付宝配置，并说明如何解决：密钥与证书、时钟、网络，并用一次签名调用（查询不存在的交易）
确认支付宝全部接受；还检查通知地址能否收到请求，并且拒绝没有签名的消息。不做任何改动。

Options 选项
  --app-id ID                ALIPAY_APP_ID             the app's id                         应用 APPID
  --private-key FILE         ALIPAY_PRIVATE_KEY        the app's private key                应用私钥
  --alipay-public-key FILE   ALIPAY_PUBLIC_KEY         Alipay's public key (key mode)       支付宝公钥（公钥模式）
  --app-cert FILE            ALIPAY_APP_CERT           appCertPublicKey_*.crt               应用公钥证书（证书模式）
  --alipay-cert FILE         ALIPAY_CERT               alipayCertPublicKey_RSA2.crt         支付宝公钥证书
  --alipay-root-cert FILE    ALIPAY_ROOT_CERT          alipayRootCert.crt                   支付宝根证书
  --encrypt-key FILE|TEXT    ALIPAY_ENCRYPT_KEY        the AES key, if content is encrypted AES 密钥（如启用内容加密）
  --gateway URL              ALIPAY_GATEWAY            default: Alipay's production gateway 默认生产网关
  --notify-url URL           ALIPAY_NOTIFY_URL         where Alipay posts notifications     异步通知地址
  --sign-type RSA2|RSA       ALIPAY_SIGN_TYPE          default RSA2                         默认 RSA2
  --offline                  only what needs no connection    只做不联网的检查
  --json                     one line of JSON for programs    供程序读取的一行 JSON

The variables may hold the text itself instead of a file's name. No secret is ever printed.
环境变量可以是文件路径，也可以直接是内容。任何密钥都不会输出。

Exit codes 退出码: 0 it works 可以使用 · 1 something to mend 有问题需解决 · 2 wrong command line 命令行有误
`.trim();

/** `till doctor`: an Alipay configuration, checked before it matters. */
export const doctor: Command = {
  help,
  async run(context: CommandContext): Promise<void> {
    const kinds = { ...CONFIGURATION_OPTIONS, offline: 'flag', json: 'flag' } as const;
    const { offline, json, ...options } = readArguments('doctor', context.args, kinds);
    const configuration = readConfiguration(options, context.env);
    const findings = await diagnose(configuration, { isOffline: offline === true, env: context.env });
    const failures = findings.filter(isFailure).length;
    context.print(json === true ? JSON.stringify({ ok: failures === 0, findings }) : report(findings));
    if (failures > 0) {
      throw new CommandError({
        en: `${failures} to mend before any buyer can pay (marked "✗").`,
        zh: `有 ${failures} 项（标有“✗”）需要解决，买家才能付款。`,
      });
    }
    if (json !== true) context.print(`\n${approval(findings)}`);
  },
};
