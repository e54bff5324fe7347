import { type Command, type CommandContext, CommandError, type ExitCode, UsageError } from './command.ts';
import { commands } from './commands/index.ts';
import { tillVersion } from './manifest.ts';
import { nearestWord } from './suggestion.ts';

/** What the `till` program is given by its process. */
export interface TillProcess extends Omit<CommandContext, 'args'> {
  /** Everything typed after `till`. */
  readonly argv: readonly string[];
}

/** Runs one `till` command line to its end and answers the exit code. Never throws for a mistake of the user's. */
export async function till(process: TillProcess): Promise<ExitCode> {
  try {
    await dispatch(process);
    return 0;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    process.note(`till: ${error.text.en}`);
    process.note(`      ${error.text.zh}`);
    return error.exitCode;
  }
}

async function dispatch({ argv, ...context }: TillProcess): Promise<void> {
  const [name, ...args] = argv;
  if (name === undefined || name === '--help' || name === '-h') return context.print(overview());
  if (name === '--version' || name === '-v' || name === 'version') return context.print(tillVersion());
  if (name === 'help') return context.print(await helpOn(args));
  const command = await find(name);
  if (args.includes('--help') || args.includes('-h')) return context.print(command.help);
  await command.run({ ...context, args });
}

async function helpOn([name, ...rest]: readonly string[]): Promise<string> {
  if (name === undefined || name === 'help') return overview();
  if (rest.length > 0) {
    throw new UsageError({ en: 'till help explains one command at a time.', zh: 'till help 一次只解释一个命令。' });
  }
  return (await find(name)).help;
}

async function find(name: string): Promise<Command> {
  const entry = commands.find((each) => each.name === name);
  if (entry !== undefined) return entry.load();
  const guess = nearestWord(name, [...commands.map((each) => each.name), 'help', 'version']);
  throw new UsageError({
    en: `There is no command ${JSON.stringify(name)}.${guess ? ` Did you mean: till ${guess}?` : ''} All commands: till help`,
    zh: `没有命令 ${JSON.stringify(name)}。${guess ? `是否想用：till ${guess}？` : ''}所有命令：till help`,
  });
}

function overview(): string {
  const width = Math.max(...commands.map((each) => each.name.length)) + 2;
  const rows = commands.flatMap(({ name, summary }) => [
    `  till ${name.padEnd(width)} ${summary.en}`,
    `       ${' '.repeat(width)} ${summary.zh}`,
  ]);
  return `
Till 收银 ${tillVersion()} · Alipay for TypeScript · 支付宝收款

Usage 用法
  till COMMAND [OPTIONS]

Commands 命令
${rows.join('\n')}

  till help COMMAND    explain a command 查看命令说明
  till --version       print the version 查看版本

Exit codes 退出码
  0 done 完成 · 1 could not be done 未能完成 · 2 wrong command line 命令行有误
`.trim();
}
