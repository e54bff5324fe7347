import { readFileSync } from 'node:fs';
import type { RegisteredApp, Sandbox } from '@till/sandbox';
import { readArguments } from '../arguments.ts';
import { type Command, type CommandContext, CommandError, UsageError } from '../command.ts';
import { choosePort } from '../port.ts';

const DEFAULT_PORT = 3001;

const help = `
till sandbox [--port PORT] [--data FILE] [--app-id ID --public-key FILE]
             [--host HOST] [--public-url URL] [--open-control-plane]

Runs an offline Alipay for the SDK of any language: gateway, cashier, notifications.
启动离线的支付宝，任何语言的 SDK 都可接入：网关、收银台、异步通知。

Options 选项
  --port PORT         default: TILL_SANDBOX_PORT, else 3001; 0 picks a free one
                      端口，默认取 TILL_SANDBOX_PORT，否则 3001；0 为自动选择
  --data FILE         keep apps and trades in this file; default: in memory
                      把应用和交易存入文件，默认只在内存
  --app-id ID         register this application at the start
                      启动时注册这个应用
  --public-key FILE   the application's public key (PEM or bare base64); without it a key pair is made
                      应用公钥文件（PEM 或 base64）；不给则自动生成密钥对

In a container, or for other machines 在容器里，或供其他机器使用
  --host HOST         where to listen; default: 127.0.0.1, this machine only; 0.0.0.0 is everywhere
                      监听地址，默认 127.0.0.1 只限本机；0.0.0.0 为全部网卡
  --public-url URL    where browsers and merchants reach it, such as http://alipay:3001
                      浏览器和商户访问它的地址，例如 http://alipay:3001
  --open-control-plane
                      lets other machines use /_sandbox/, which asks for no password
                      允许其他机器使用 /_sandbox/（没有密码）
`.trim();

/** `till sandbox`: the offline Alipay alone. */
export const sandbox: Command = {
  help,
  async run(context: CommandContext): Promise<void> {
    const options = readArguments('sandbox', context.args, {
      port: 'text',
      data: 'text',
      'app-id': 'text',
      'public-key': 'text',
      host: 'text',
      'public-url': 'text',
      'open-control-plane': 'flag',
    });
    const choice = choosePort(
      { option: '--port', text: options.port },
      { variable: 'TILL_SANDBOX_PORT', text: context.env.TILL_SANDBOX_PORT },
      DEFAULT_PORT,
    );
    const app = readApp(options['app-id'], options['public-key']);
    const publicUrl = readPublicUrl(options['public-url']);
    const stopped = context.stopRequested();
    const { startSandbox } = await import('../start-sandbox.ts');
    await using running = await startSandbox(choice, {
      ...(options.data === undefined ? {} : { dataFile: options.data }),
      ...(options.host === undefined ? {} : { host: options.host }),
      ...(publicUrl === undefined ? {} : { publicUrl }),
      openControlPlane: options['open-control-plane'] === true,
    });
    context.print(welcome(publicUrl ?? running.url));
    if (app !== undefined) context.print(await register(running, app));
    context.print(`ready ${running.url}`);
    await stopped;
    context.note('till: stopping · 正在停止');
  },
};

interface AppInput {
  readonly app_id: string;
  readonly public_key?: string;
}

function readApp(appId: string | undefined, publicKeyFile: string | undefined): AppInput | undefined {
  if (appId === undefined) {
    if (publicKeyFile === undefined) return undefined;
    throw new UsageError({
      en: '--public-key says whose key it is only together with --app-id ID.',
      zh: '--public-key 需要与 --app-id 一起使用，说明是哪个应用的公钥。',
    });
  }
  if (!/^[\w-]{1,32}$/.test(appId)) {
    throw new UsageError({
      en: `--app-id ${JSON.stringify(appId)} is no application id. Give up to 32 digits or letters, such as 2021000000000001.`,
      zh: `--app-id ${JSON.stringify(appId)} 不是应用 ID。请给不超过 32 位的数字或字母，例如 2021000000000001。`,
    });
  }
  return publicKeyFile === undefined ? { app_id: appId } : { app_id: appId, public_key: readKeyFile(publicKeyFile) };
}

function readPublicUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '')
    return url.origin;
  throw new UsageError({
    en: `--public-url ${JSON.stringify(text)} should be an address without a path, such as http://alipay:3001.`,
    zh: `--public-url ${JSON.stringify(text)} 应是不带路径的地址，例如 http://alipay:3001。`,
  });
}

function readKeyFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new CommandError(
      {
        en: `Cannot read ${path} (--public-key). Give the file that holds the application's public key; till keygen makes one.`,
        zh: `无法读取 ${path}（--public-key）。请给出应用公钥文件；可用 till keygen 生成。`,
      },
      { cause: error },
    );
  }
}

/** Registers before the ready line, so that a refused key ends the command instead of leaving half of it running. */
async function register(running: Sandbox, app: AppInput): Promise<string> {
  const registered = await running.registerApp(app).catch((error: unknown) => {
    if (!(error instanceof Error && error.name === 'PublicKeyError')) throw error;
    throw new CommandError(
      {
        en: `--public-key cannot be used: ${error.message}`,
        zh: `--public-key 无法使用，请给 RSA 应用公钥（PEM 或 base64），不要给私钥或证书：${error.message}`,
      },
      { cause: error },
    );
  });
  return registration(registered);
}

function registration({ app_id, seller_id, alipay_public_key, app_private_key }: RegisteredApp): string {
  const made = `
App private key, made now and shown once 应用私钥（刚生成，仅显示一次）
${app_private_key?.trim()}
`;
  return `App 应用                ${app_id}
Seller 商户             ${seller_id}
Alipay public key 支付宝公钥
${alipay_public_key.trim()}
${app_private_key === undefined ? '' : made}`;
}

function welcome(address: string): string {
  return `
Alipay, offline · 离线支付宝沙箱 (no real money moves 不涉及真实资金)

Gateway 网关            ${address}/gateway.do
Console 控制台          ${address}/_sandbox/ (trades, requests, why a signature does not fit 交易、请求、验签失败的原因)

Register an application 注册应用:
  curl -X POST ${address}/_sandbox/apps -H 'content-type: application/json' -d '{"app_id":"2021000000000001"}'
Then point any Alipay SDK at the gateway with the keys it answers. 然后把任意支付宝 SDK 的网关地址和密钥换成它返回的。
`;
}
