import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { compile } from './compile.ts';
import type { Exports } from './manifest.ts';

/**
 * Builds a package for both kinds of modules into an empty folder: a few CommonJS files, which Node loads fastest, and beside each
 * entry an ES module that exports the same, so that a program with both kinds of modules has one `Alipay` and not two.
 * Types come from the compiler, one file for each source.
 * @returns the JavaScript files' names.
 */
export async function bundlePackage(folder: string, target: string, exports: Exports): Promise<string[]> {
  const sources = Object.fromEntries(
    Object.entries(exports).map(([name, entry]) => [entryName(name), entry['@till/source']]),
  );
  const [names] = await Promise.all([writeModules(folder, target, sources), writeTypes(folder, target, sources)]);
  // The package's sources are ES modules; what is built is not.
  await writeFile(join(target, 'package.json'), '{ "type": "commonjs", "sideEffects": false }\n');
  return names;
}

/** `.` is `index`, `./money` is `money`. */
function entryName(exported: string): string {
  return exported === '.' ? 'index' : exported.slice('./'.length);
}

type Sources = Readonly<Record<string, string>>;

async function writeModules(folder: string, target: string, sources: Sources): Promise<string[]> {
  const transform = { target: 'es2022' };
  const bundle = await rolldown({ cwd: folder, input: sources, platform: 'node', external: /^node:/, transform });
  const { output } = await bundle.write({
    dir: target,
    format: 'cjs',
    exports: 'named',
    entryFileNames: '[name].js',
    chunkFileNames: 'shared/[name].js',
  });
  await bundle.close();
  const names: string[] = [];
  for (const file of output) {
    names.push(file.fileName);
    if (file.type !== 'chunk' || !file.isEntry) continue;
    const list = file.exports.length === 0 ? '{}' : `{ ${file.exports.join(', ')} }`;
    await writeFile(join(target, `${file.name}.mjs`), `export ${list} from './${file.fileName}';\n`);
    names.push(`${file.name}.mjs`);
  }
  return names.sort();
}

async function writeTypes(folder: string, target: string, sources: Sources): Promise<void> {
  const types = join(target, 'types');
  await compile(folder, types);
  for (const [name, source] of Object.entries(sources)) {
    const built = source.replace('./src/', './types/').replace(/\.ts$/, '.js');
    await writeFile(join(target, `${name}.d.mts`), `export * from '${built}';\n`);
    await writeFile(join(target, `${name}.d.ts`), `export * from '${built}';\n`);
  }
}
