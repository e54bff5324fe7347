import { readFileSync } from 'node:fs';
import { type NewApp, Refusal } from '@till/server';
import { type Arguments, readArguments } from '../arguments.ts';
import { type Command, type CommandContext, CommandError, UsageError } from '../command.ts';
import { readServeEnvironment } from '../environment.ts';

const help = `
till add-app --name NAME --app-id ID --private-key FILE --alipay-public-key FILE
             [--seller-id ID] [--return-url URL] [--gateway URL]

Registers an application with the payment service, and makes its first API key. The environment is that of till serve
(TILL_DATABASE_URL, TILL_MASTER_KEY, TILL_PUBLIC_URL); the service may be running meanwhile.
在支付服务中登记一个应用，并生成第一个 API 密钥。环境变量与 till serve 相同；服务可以正在运行。

Options 选项
  --name NAME                what you call it                                      应用名称
  --app-id ID                its id in Alipay's console                            支付宝开放平台的 APPID
  --private-key FILE         the app's private key, any PEM or bare base64         应用私钥文件
  --alipay-public-key FILE   Alipay's public key for this app, not the app's own   支付宝公钥文件（不是应用公钥）
  --seller-id ID             2088...; messages for another seller are refused      商户号，填写后会拒绝其他商户的消息
  --return-url URL           where buyers return to by default                     默认的支付成功返回页
  --gateway URL              another gateway than Alipay's production one          使用其他网关（例如沙箱）

The private key is stored encrypted under the master key. The API key is shown once.
私钥用主密钥加密存储；API 密钥只显示一次。
`.trim();

const OPTIONS = {
  name: 'text',
  'app-id': 'text',
  'private-key': 'text',
  'alipay-public-key': 'text',
  'seller-id': 'text',
  'return-url': 'text',
  gateway: 'text',
} as const;

const REQUIRED = ['name', 'app-id', 'private-key', 'alipay-public-key'] as const;

/** `till add-app`: what a service needs before it can take its first payment. */
export const addApp: Command = {
  help,
  async run(context: CommandContext): Promise<void> {
    const app = newApp(readArguments('add-app', context.args, OPTIONS));
    const { publicUrl, ...environment } = readServeEnvironment(context.env);
    const { startServer } = await import('../start-server.ts');
    await using server = await startServer(
      { port: 0, source: 'add-app' },
      { ...environment, publicUrl, logLevel: 'silent' },
    );
    const { id } = await server.createApp(app).catch((error: unknown) => {
      throw error instanceof Refusal ? refused(error) : error;
    });
    const apiKey = await server.createApiKey(id, 'first');
    context.print(`
App 应用            ${id}  ${app.name}
API 接口            ${publicUrl}/api/Alipay/${id}/
Notify 异步通知     ${publicUrl}/api/Alipay/${id}/Notify
API key 密钥        ${apiKey}    shown once 仅显示一次
`);
  },
};

function newApp(options: Arguments<typeof OPTIONS>): NewApp {
  const missing = REQUIRED.filter((name) => options[name] === undefined).map((name) => `--${name}`);
  if (missing.length > 0) {
    throw new UsageError({
      en: `till add-app needs ${missing.join(', ')}. See: till help add-app`,
      zh: `till add-app 还需要 ${missing.join('、')}。用法见：till help add-app`,
    });
  }
  const { name = '', 'app-id': alipayAppId = '', 'seller-id': sellerId, 'return-url': returnUrl, gateway } = options;
  return {
    name,
    alipayAppId,
    privateKey: readKeyFile('--private-key', options['private-key'] ?? ''),
    alipayPublicKey: readKeyFile('--alipay-public-key', options['alipay-public-key'] ?? ''),
    ...(sellerId === undefined ? {} : { sellerId }),
    ...(returnUrl === undefined ? {} : { returnUrl }),
    ...(gateway === undefined ? {} : { gateway }),
  };
}

function readKeyFile(option: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CommandError(
      {
        en: `Cannot read ${path} (${option}). Give the file that holds the key.`,
        zh: `无法读取 ${path}（${option}）。请给出密钥文件。`,
      },
      { cause },
    );
  }
}

function refused(error: Refusal): CommandError {
  return new CommandError(
    { en: `The app cannot be registered: ${error.message}`, zh: `应用无法登记：${error.message}` },
    { cause: error },
  );
}
