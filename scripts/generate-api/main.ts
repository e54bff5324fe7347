import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readApi } from './api.ts';
import { printCatalogue, readCatalogue } from './catalogue.ts';
import { DocumentError, readGatewayDocument, readOpenApi } from './documents.ts';
import { generate } from './generate.ts';
import { HEADER } from './modules.ts';

/**
 * Writes the types of Alipay's APIs, and the catalogue of its products for the documentation.
 *
 *     npm run generate:api -- [--rest FILE] [--gateway FILE] [--catalogue FILE] [--out FOLDER] [--docs FOLDER]
 *
 * `--rest` takes Alipay's published OpenAPI document, as JSON. Nothing is written unless all
 * of it can be.
 */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({
  options: {
    rest: { type: 'string', default: join(ROOT, 'facts/alipay-v3.openapi.json') },
    gateway: { type: 'string', default: join(ROOT, 'facts/alipay-v2.json') },
    catalogue: { type: 'string', default: join(ROOT, 'facts/catalogue.json') },
    out: { type: 'string', default: join(ROOT, 'packages/alipay/src/api/generated') },
    docs: { type: 'string', default: join(ROOT, 'docs/reference') },
  },
});

try {
  const gateway = readGatewayDocument(read(values.gateway), values.gateway);
  const rest = readOpenApi(read(values.rest), values.rest);
  const catalogue = readCatalogue(read(values.catalogue), values.catalogue);
  const api = readApi(gateway, rest);
  const types = generate(api);
  removeStale(values.out, types);
  for (const [path, text] of types) write(join(values.out, path), text);
  write(join(values.docs, 'catalogue.md'), printCatalogue(catalogue, api, 'en'));
  write(join(values.docs, 'catalogue.zh-CN.md'), printCatalogue(catalogue, api, 'zh-CN'));
  console.log(`${types.size} files in ${values.out}, the catalogue in ${values.docs}`);
} catch (cause) {
  if (!(cause instanceof DocumentError)) throw cause;
  console.error(cause.message);
  process.exitCode = 1;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new DocumentError(`${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

/** Takes away what an earlier run wrote and this one does not; never a file that it has not written. */
function removeStale(folder: string, types: ReadonlyMap<string, string>): void {
  for (const path of globSync('**/*.ts', { cwd: folder })) {
    const own = readFileSync(join(folder, path), 'utf8').startsWith(HEADER);
    if (own && !types.has(path)) rmSync(join(folder, path));
  }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
