import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** How many bytes a folder takes in a tarball, but for its types: what a running program has to load. */
export async function packedSize(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((each) => each.isFile() && !/\.d\.m?ts$/.test(each.name));
  const contents = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name))));
  return gzipSync(Buffer.concat(contents)).length;
}
