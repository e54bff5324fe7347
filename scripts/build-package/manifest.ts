import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What is read of a `package.json` here. */
export interface Manifest {
  readonly name: string;
  readonly exports?: Exports;
  /** What is published beside `package.json`, LICENSE and READMEs. */
  readonly files: readonly string[];
}

/** Each entry with its source; one that has `require` as well is for both kinds of modules. */
export type Exports = Readonly<Record<string, { readonly '@till/source': string; readonly require?: object }>>;

export async function readManifest(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
}
