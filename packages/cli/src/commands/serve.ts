import { readArguments } from '../arguments.ts';
import type { Command, CommandContext } from '../command.ts';
import { readLogLevel, readServeEnvironment } from '../environment.ts';
import { choosePort } from '../port.ts';

const DEFAULT_PORT = 3000;

const help = `
till serve [--host ADDRESS] [--port PORT]

Runs the payment service alone. It is configured by the environment:
只启动支付服务，由环境变量配置：

  TILL_DATABASE_URL   sqlite:/var/lib/till/till.db  or  postgres://user:password@host/till
                      数据库
  TILL_MASTER_KEY     32 bytes in base64; encrypts the stored private keys. Make one: openssl rand -base64 32
                      主密钥（32 字节 base64），加密存储的私钥。生成：openssl rand -base64 32
  TILL_PUBLIC_URL     https://pay.example.com, where Alipay and buyers reach this service
                      支付宝和买家访问本服务的地址
  PORT                default 3000    端口，默认 3000
  LOG_LEVEL           trace debug info warn error; default info    日志级别，默认 info

Options 选项
  --host ADDRESS   the address to listen on; default 127.0.0.1 (behind a reverse proxy), 0.0.0.0 in a container
                   监听地址，默认 127.0.0.1（置于反向代理之后），容器中用 0.0.0.0
  --port PORT      instead of PORT    代替 PORT
`.trim();

/** `till serve`: the payment service as it runs in production. */
export const serve: Command = {
  help,
  async run(context: CommandContext): Promise<void> {
    const options = readArguments('serve', context.args, { host: 'text', port: 'text' });
    const port = choosePort(
      { option: '--port', text: options.port },
      { variable: 'PORT', text: context.env.PORT },
      DEFAULT_PORT,
    );
    const environment = readServeEnvironment(context.env);
    const logLevel = readLogLevel(context.env, 'info');
    const stopped = context.stopRequested();
    const [{ startServer }, { mountConsole }] = await Promise.all([
      import('../start-server.ts'),
      import('../console.ts'),
    ]);
    await using server = await startServer(port, {
      ...environment,
      host: options.host ?? '127.0.0.1',
      logLevel,
      extend: (http) => mountConsole(http, {}),
    });
    context.print(`ready ${server.url}`);
    await stopped;
    context.note('till: stopping · 正在停止');
  },
};
