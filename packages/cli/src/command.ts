/** A text that people read, in the two languages that Till speaks. */
export interface Bilingual {
  readonly en: string;
  readonly zh: string;
}

/** What a command is given. Nothing else of the process is read, so that a test can be the terminal. */
export interface CommandContext {
  /** The arguments after the command's name. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Writes one line of result to standard output. */
  print(line: string): void;
  /** Writes one line of remark to standard error. */
  note(line: string): void;
  /** Settles once the person or the system asks the process to stop (Ctrl-C, SIGTERM, SIGHUP). */
  stopRequested(): Promise<void>;
}

/** One `till` command: how it is explained and what it does. */
export interface Command {
  /** The whole text of `till help NAME`. */
  readonly help: string;
  /** @throws {CommandError} when it cannot do what was asked. */
  run(context: CommandContext): Promise<void>;
}

/** The exit codes of `till`: 0 done, 1 it could not be done, 2 the command line itself was wrong. */
export type ExitCode = 0 | 1 | 2;

/** What a person sees when a command cannot go on: what was wrong, what was expected, how to mend it. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
  readonly text: Bilingual;
  readonly exitCode: ExitCode;

  constructor(text: Bilingual, options: { exitCode?: ExitCode; cause?: unknown } = {}) {
    super(text.en, options.cause === undefined ? undefined : { cause: options.cause });
    this.text = text;
    this.exitCode = options.exitCode ?? 1;
  }
}

/** The command line was not understood. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError';

  constructor(text: Bilingual) {
    super(text, { exitCode: 2 });
  }
}
