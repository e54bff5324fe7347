import { type Bilingual, CommandError, UsageError } from './command.ts';

const PORT_MAX = 65_535;

/** A port and what a person calls it: `PORT`, `--port`. */
export interface PortChoice {
  readonly port: number;
  readonly source: string;
}

/** What was typed wins over the environment, and that over the default. @throws {CommandError} as {@link readPort}. */
export function choosePort(
  typed: { option: string; text: string | undefined },
  environment: { variable: string; text: string | undefined },
  fallback: number,
): PortChoice {
  const source = typed.text === undefined ? environment.variable : typed.option;
  return { port: readPort(source, typed.text ?? environment.text, fallback), source };
}

/**
 * Reads a port number; absent or empty text gives the default, 0 asks the system for any free port.
 * @param source where the text came from, as a person knows it: `PORT`, `--port`.
 * @throws {CommandError} for anything that is not a whole number from 0 to 65535.
 */
export function readPort(source: string, text: string | undefined, fallback: number): number {
  if (text === undefined || text.trim() === '') return fallback;
  const port = /^\d{1,5}$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (Number.isInteger(port) && port <= PORT_MAX) return port;
  const refusal = {
    en: `${source}=${JSON.stringify(text)} is not a port. Give a whole number from 1 to ${PORT_MAX}, or 0 for any free port.`,
    zh: `${source}=${JSON.stringify(text)} 不是端口号。请给 1 到 ${PORT_MAX} 的整数，或用 0 自动选择空闲端口。`,
  };
  throw source.startsWith('--') ? new UsageError(refusal) : new CommandError(refusal);
}

/**
 * Runs a start that listens on a port, and turns the system's refusals into words that say what to do.
 * @param what who listens, and where.
 */
export async function listening<T>(what: Bilingual & PortChoice, start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EADDRINUSE') {
      throw new CommandError(
        {
          en: `Port ${what.port} for ${what.en} is in use by another program. Stop that program, or choose another port with ${what.source} (0 picks a free one).`,
          zh: `${what.zh}要用的端口 ${what.port} 已被其他程序占用。请关闭那个程序，或用 ${what.source} 换一个端口（0 为自动选择）。`,
        },
        { cause: error },
      );
    }
    if (code === 'EACCES') {
      throw new CommandError(
        {
          en: `This account may not listen on port ${what.port} for ${what.en}. Choose a port above 1023 with ${what.source}.`,
          zh: `当前账户无权监听${what.zh}的端口 ${what.port}。请用 ${what.source} 选择 1023 以上的端口。`,
        },
        { cause: error },
      );
    }
    throw error;
  }
}

/** Finds the system's error code in an error or in what caused it. */
function systemCode(error: unknown): string | undefined {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('code' in current && (current.code === 'EADDRINUSE' || current.code === 'EACCES')) return current.code;
  }
  return undefined;
}
