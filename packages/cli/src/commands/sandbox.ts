import { readFileSync } from 'node:fs';
import type { Sandbox } from '@till/sandbox';
import { readArguments } from '../arguments.ts';
import { type Command, type CommandContext, CommandError, UsageError } from '../command.ts';
import { choosePort, listening } from '../port.ts';

const DEFAULT_PORT = 3001;

const help = `
till sandbox [--port PORT] [--data FILE] [--app-id ID --public-key FILE]

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
    });
    const choice = choosePort(
      { option: '--port', text: options.port },
      { variable: 'TILL_SANDBOX_PORT', text: context.env.TILL_SANDBOX_PORT },
      DEFAULT_PORT,
    );
    const app = readApp(options['app-id'], options['public-key']);
    const stopped = context.stopRequested();
    const { createSandbox } = await import('@till/sandbox');
    await using running = await listening({ en: 'the sandbox', zh: '沙箱', ...choice }, () =>
      createSandbox({ port: choice.port, ...(options.data === undefined ? {} : { dataFile: options.data }) }),
    );
    context.print(welcome(running));
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
  return publicKeyFile === undefined ? { app_id: appId } : { app_id: appId, public_key: readKeyFile(publicKeyFile) };
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
  const registered = await running.registerApp(app);
  const made = registered.app_private_key;
  return `
App 应用                ${registered.app_id}
Seller 商户             ${registered.seller_id}
Alipay public key 支付宝公钥
${registered.alipay_public_key.trim()}
${made === undefined ? '' : `App private key, made now and shown once 应用私钥（刚生成，仅显示一次）\n${made.trim()}\n`}`.trimStart();
}

function welcome(running: Sandbox): string {
  return `
Alipay, offline · 离线支付宝沙箱 (no real money moves 不涉及真实资金)

Gateway 网关            ${running.gatewayUrl}
Control plane 控制接口  ${running.url}/_sandbox/

Register an application 注册应用:
  curl -X POST ${running.url}/_sandbox/apps -H 'content-type: application/json' -d '{"app_id":"2021000000000001"}'
Then point any Alipay SDK at the gateway with the keys it answers. 然后把任意支付宝 SDK 的网关地址和密钥换成它返回的。
`;
}
