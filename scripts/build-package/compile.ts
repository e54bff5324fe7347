import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const compiler = fileURLToPath(new URL('../../node_modules/.bin/tsc', import.meta.url));

/**
 * Runs the compiler as the package's `tsconfig.build.json` says.
 * @throws {Error} with what the compiler complained of.
 */
export async function compile(folder: string, target: string): Promise<void> {
  try {
    await run(compiler, ['-p', join(folder, 'tsconfig.build.json'), '--outDir', target]);
  } catch (error) {
    const complaints = error instanceof Error && 'stdout' in error ? String(error.stdout).trim() : '';
    throw new Error(`${folder} does not compile:\n${complaints}`, { cause: error });
  }
}
