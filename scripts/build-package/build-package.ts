import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundlePackage } from './bundle-package.ts';
import { compile } from './compile.ts';
import { readManifest } from './manifest.ts';

const facts = fileURLToPath(new URL('../../facts', import.meta.url));

/** What a package carries of `facts/`, because it reads it when it runs. */
const CARRIED: Readonly<Record<string, readonly string[]>> = {
  '@till/sandbox': ['alipay-v2.json', 'alipay-v3.openapi.json'],
};

/**
 * Builds a package of this repository into a folder, which is emptied before. One whose `package.json` promises
 * `require` is bundled for both kinds of modules; any other is compiled, file by file, to ES modules.
 * @returns the JavaScript files' names.
 */
export async function buildPackage(folder: string, target: string): Promise<string[]> {
  const { name, exports = {} } = await readManifest(folder);
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  if (Object.values(exports).some((entry) => entry.require !== undefined)) {
    return bundlePackage(folder, target, exports);
  }
  await compile(folder, target);
  for (const file of CARRIED[name] ?? []) await cp(join(facts, file), join(target, 'facts', file));
  const names = await readdir(target, { recursive: true });
  return names.filter((each) => each.endsWith('.js')).sort();
}
