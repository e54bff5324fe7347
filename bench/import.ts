import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildPackage } from '../scripts/build-package/build-package.ts';
import { type Measurement, median, rounded } from './measure.ts';

const ROUNDS = 15;
const ALLOWED_MS = 50;

/** How long a new process takes to import the built SDK, and the official one. */
export async function measureImport(): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'till-import-'));
  try {
    await buildPackage(fileURLToPath(new URL('../packages/alipay', import.meta.url)), folder);
    const ours = pathToFileURL(join(folder, 'index.mjs')).href;
    const official = import.meta.resolve('alipay-sdk');
    const times: { readonly ours: number; readonly official: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) times.push({ ours: timeOf(ours), official: timeOf(official) });
    const row = (name: string, value: number): Measurement => ({
      ...{ suite: 'import', unit: 'ms', name, against: `the ${ALLOWED_MS} ms allowed` },
      ...{ value: rounded(value, 1), ratio: rounded(value / ALLOWED_MS, 3) },
    });
    return [
      row('import, @till/alipay', median(times.map((time) => time.ours))),
      row('import, alipay-sdk', median(times.map((time) => time.official))),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function timeOf(url: string): number {
  const program = `const start = performance.now(); await import(${JSON.stringify(url)}); console.log(performance.now() - start);`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }));
}
