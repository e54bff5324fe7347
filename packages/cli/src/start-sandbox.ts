import { createSandbox, DataFileError, type Sandbox, type SandboxOptions } from '@till/sandbox';
import { CommandError } from './command.ts';
import { listening, type PortChoice } from './port.ts';

/**
 * Starts the offline Alipay for a person at a terminal.
 * @throws {CommandError} for what that person can mend: the port, the host, the data file.
 */
export async function startSandbox(choice: PortChoice, options: Omit<SandboxOptions, 'port'>): Promise<Sandbox> {
  const { port } = choice;
  try {
    return await listening({ en: 'the sandbox', zh: '沙箱', ...choice }, () => createSandbox({ ...options, port }));
  } catch (error) {
    if (isNoAddress(error)) throw noAddress(options.host ?? '', error);
    if (!(error instanceof DataFileError)) throw error;
    throw new CommandError(
      {
        en: `The sandbox cannot keep its data: ${error.message}`,
        zh: `沙箱无法保存数据，请确认目录存在且可写、文件是完好的沙箱数据文件，或换一个路径：${error.message}`,
      },
      { cause: error },
    );
  }
}

/** The system's words for a host that is not this machine's, or nobody's. */
const NO_ADDRESS = ['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'];

function isNoAddress(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && NO_ADDRESS.includes(String(cause.code));
}

function noAddress(host: string, cause: unknown): CommandError {
  return new CommandError(
    {
      en: `--host ${host} is not an address of this machine. Give one of its own, 127.0.0.1 for this machine only, or 0.0.0.0 for all.`,
      zh: `--host ${host} 不是本机的地址。请给本机的地址：127.0.0.1 只限本机，0.0.0.0 为全部。`,
    },
    { cause },
  );
}
