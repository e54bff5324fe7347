import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** One source file of ours; the path is relative to the root and uses `/`. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

const FOLDERS = ['packages/*/src/**/*', 'packages/console/page/*', 'test/**/*', 'bench/**/*', 'scripts/**/*'];

/** Everything that people here write and read as code. */
export function readSources(): Source[] {
  return globSync(FOLDERS, { cwd: ROOT })
    .filter((path) => /\.(ts|tsx|js|css|html|sql)$/.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

/** Tests, and what only tests use, may reach further than the product does. */
export function isTest({ path }: Source): boolean {
  return /\.test\.ts$|\/testing\/|^test\/|^bench\//.test(path);
}

/** What a file imports or re-exports. */
export interface Import {
  readonly specifier: string;
  /** Erased before it runs, so it cannot make a cycle. */
  readonly typeOnly: boolean;
}

const STATIC = /^(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\sfrom\s+)?'([^']+)'/gm;
const DYNAMIC = /\bimport\('([^']+)'\)/g;

export function importsOf({ text }: Source): Import[] {
  const fixed = [...text.matchAll(STATIC)].map(([, type, specifier = '']) => ({ specifier, typeOnly: !!type }));
  const later = [...text.matchAll(DYNAMIC)].map(([, specifier = '']) => ({ specifier, typeOnly: true }));
  return [...fixed, ...later];
}

/** The file that a relative import means, relative to the root. */
export function resolveImport({ path }: Source, specifier: string): string {
  return normalize(join(dirname(path), specifier));
}
