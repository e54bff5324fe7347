import { till } from '../till.ts';

/** What a person would have seen of one `till` command line. */
export interface Screen {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process, with an environment that holds nothing but what is given. */
export async function runTill(argv: readonly string[], env: Record<string, string> = {}): Promise<Screen> {
  const out: string[] = [];
  const err: string[] = [];
  const exitCode = await till({
    argv,
    env,
    print: (line) => out.push(line),
    note: (line) => err.push(line),
    stopRequested: () => Promise.resolve(),
  });
  return { exitCode, out: out.join('\n'), err: err.join('\n') };
}
