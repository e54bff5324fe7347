import { createSandbox, DataFileError, type Sandbox, type SandboxOptions } from '@till/sandbox';
import { CommandError } from './command.ts';
import { listening, type PortChoice } from './port.ts';

/**
 * Starts the offline Alipay for a person at a terminal.
 * @throws {CommandError} for what that person can mend: the port, the data file.
 */
export async function startSandbox(choice: PortChoice, options: Omit<SandboxOptions, 'port'>): Promise<Sandbox> {
  const { port } = choice;
  try {
    return await listening({ en: 'the sandbox', zh: '沙箱', ...choice }, () => createSandbox({ ...options, port }));
  } catch (error) {
    if (!(error instanceof DataFileError)) throw error;
    throw new CommandError(
      {
        en: `The sandbox cannot keep its data: ${error.message}`,
        zh: `沙箱无法保存数据：${error.message}`,
      },
      { cause: error },
    );
  }
}
