import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from '../command.ts';
import { createPrivateFile } from '../private-file.ts';

/** A file to be written: its name, its text. */
export type NewFile = readonly [name: string, text: string];

/**
 * Writes all of the files or none, readable by their owner only, never over one that exists.
 * @returns their paths, in the same order.
 * @throws {CommandError} that says which file is there already, or why the place is none to write to.
 */
export function writeKeyFiles(directory: string, files: readonly NewFile[]): string[] {
  const written: string[] = [];
  try {
    mkdirSync(directory, { recursive: true });
    for (const [name, text] of files) {
      const path = join(directory, name);
      createPrivateFile(path, text);
      written.push(path);
    }
    return written;
  } catch (error) {
    for (const path of written) rmSync(path, { force: true });
    throw refusal(directory, files, error);
  }
}

function refusal(directory: string, files: readonly NewFile[], error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error)) return error;
  const paths = files.map(([name]) => join(directory, name));
  if (error.code === 'EEXIST' && 'path' in error && paths.includes(String(error.path))) {
    return new CommandError(
      {
        en: `${error.path} exists and is not overwritten. Move it away, or choose another place with --out DIRECTORY.`,
        zh: `${error.path} 已存在，不会覆盖。请先移走它，或用 --out 指定其他目录。`,
      },
      { cause: error },
    );
  }
  return new CommandError(
    {
      en: `Cannot write into ${directory} (${error.code}). Choose a directory that you may write to with --out DIRECTORY.`,
      zh: `无法写入 ${directory}（${error.code}）。请用 --out 指定一个可写的目录。`,
    },
    { cause: error },
  );
}
