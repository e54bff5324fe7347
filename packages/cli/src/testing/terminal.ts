import { till } from '../till.ts';

/** What a person has seen of one `till` command line. */
export interface Screen {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** A command that goes on until it is asked to stop. */
export interface Running {
  /** The address of the `ready` line. @throws with what was on the screen when the command ended instead. */
  readonly ready: Promise<string>;
  stop(): Promise<Screen>;
}

/** Runs a command line in this process to its end, with an environment that holds nothing but what is given. */
export async function runTill(argv: readonly string[], env: Record<string, string> = {}): Promise<Screen> {
  return startTill(argv, env).stop();
}

/** Starts a command line in this process. */
export function startTill(argv: readonly string[], env: Record<string, string> = {}): Running {
  const out: string[] = [];
  const err: string[] = [];
  const ready = Promise.withResolvers<string>();
  const stop = Promise.withResolvers<void>();
  const print = (line: string) => {
    out.push(line);
    const address = /^ready (\S+)/.exec(line)?.[1];
    if (address !== undefined) ready.resolve(address);
  };
  const ended = till({ argv, env, print, note: (line) => err.push(line), stopRequested: () => stop.promise }).then(
    (exitCode) => ({ exitCode, out: out.join('\n'), err: err.join('\n') }),
  );
  const early = ended.then((screen) => Promise.reject<string>(new Error(JSON.stringify(screen))));
  early.catch(() => undefined);
  return {
    get ready() {
      return Promise.race([ready.promise, early]);
    },
    stop: () => {
      stop.resolve();
      return ended;
    },
  };
}
