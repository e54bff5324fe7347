import { readArguments } from '../arguments.ts';
import { type Command, type CommandContext, UsageError } from '../command.ts';
import { banner } from '../dev/banner.ts';
import { openDataDirectory } from '../dev/data-directory.ts';
import type { DevelopmentOptions } from '../dev/start-development.ts';
import { readDatabaseUrl, readLogLevel, readPublicUrl } from '../environment.ts';
import { choosePort, type PortChoice } from '../port.ts';

const DEFAULT_SERVER_PORT = 3000;
const DEFAULT_SANDBOX_PORT = 3001;
const DEFAULT_DATA_DIRECTORY = '.till';

/** How long what is under way may take to end after Ctrl-C. */
const STOP_MS_MAX = 10_000;

const help = `
till dev [--port PORT] [--sandbox-port PORT] [--data-dir DIRECTORY]

Runs the payment service, an offline Alipay, the console and a demo shop on this machine,
with a ready-made application. It prints a line starting "ready" once all of it answers.
在本机启动支付服务、离线支付宝、控制台和演示商店，并备好一个应用。就绪后输出以 ready 开头的一行。

Options 选项
  --port PORT            the server's port; default: PORT, else 3000; 0 picks a free one
                         服务端口，默认取 PORT，否则 3000；0 为自动选择
  --sandbox-port PORT    the sandbox's port; default: TILL_SANDBOX_PORT, else 3001
                         沙箱端口，默认取 TILL_SANDBOX_PORT，否则 3001
  --data-dir DIRECTORY   where all state is kept; default: TILL_DATA_DIR, else .till
                         数据目录，默认取 TILL_DATA_DIR，否则 .till

Environment 环境变量
  TILL_DATABASE_URL      another database than SQLite in the data directory    使用其他数据库
  TILL_MASTER_KEY        another master key than the one kept there            使用其他主密钥
  TILL_PUBLIC_URL        where Alipay and buyers reach the server              外部访问地址
  LOG_LEVEL              default warn                                          日志级别，默认 warn

Started again on the same directory it keeps every order, key and password.
用同一目录再次启动，订单、密钥和密码都会保留。Addresses, key and password 地址、密钥和密码: DIRECTORY/dev.json
`.trim();

/** `till dev`: everything on this machine, one command. */
export const dev: Command = {
  help,
  async run(context: CommandContext): Promise<void> {
    const options = readDevOptions(context);
    const stopped = context.stopRequested();
    // Loaded after the options are known to be right: a mistake is answered at once.
    const { startDevelopment } = await import('../dev/start-development.ts');
    const development = await startDevelopment(options);
    context.print(banner(development.running, options.directory.path));
    context.print(`ready ${development.running.server}`);
    await stopped;
    context.note('till: stopping · 正在停止');
    const deadline = setTimeout(giveUp, STOP_MS_MAX, context).unref();
    await development[Symbol.asyncDispose]();
    clearTimeout(deadline);
  },
};

function readDevOptions({ args, env }: CommandContext): DevelopmentOptions {
  const typed = readArguments('dev', args, { port: 'text', 'sandbox-port': 'text', 'data-dir': 'text' });
  const server = choosePort(
    { option: '--port', text: typed.port },
    { variable: 'PORT', text: env.PORT },
    DEFAULT_SERVER_PORT,
  );
  const sandbox = choosePort(
    { option: '--sandbox-port', text: typed['sandbox-port'] },
    { variable: 'TILL_SANDBOX_PORT', text: env.TILL_SANDBOX_PORT },
    DEFAULT_SANDBOX_PORT,
  );
  if (server.port === sandbox.port && server.port !== 0) throw samePort(server, sandbox);
  const { TILL_DATABASE_URL, TILL_MASTER_KEY, TILL_PUBLIC_URL, TILL_DATA_DIR } = env;
  const settings = {
    server,
    sandbox,
    logLevel: readLogLevel(env, 'warn'),
    ...(TILL_DATABASE_URL?.trim() ? { databaseUrl: readDatabaseUrl(TILL_DATABASE_URL) } : {}),
    ...(TILL_MASTER_KEY?.trim() ? { masterKey: TILL_MASTER_KEY } : {}),
    ...(TILL_PUBLIC_URL?.trim() ? { publicUrl: readPublicUrl(TILL_PUBLIC_URL) } : {}),
  };
  const directory = openDataDirectory(typed['data-dir'] || TILL_DATA_DIR?.trim() || DEFAULT_DATA_DIRECTORY);
  return { ...settings, directory };
}

function samePort(server: PortChoice, sandbox: PortChoice): UsageError {
  return new UsageError({
    en: `Server and sandbox cannot share port ${server.port}. Give ${server.source} and ${sandbox.source} different ports.`,
    zh: `服务和沙箱不能共用端口 ${server.port}。请给 ${server.source} 和 ${sandbox.source} 不同的端口。`,
  });
}

/** All state is on disk at every moment, so leaving at once loses nothing. */
function giveUp(context: CommandContext): void {
  context.note('till: some connections would not end; leaving now · 部分连接未能结束，直接退出');
  process.exit(0);
}
