import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { certificates } from '../certificate/certificate.fixture.ts';
import { keyPair } from '../keys/keys.fixture.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../..', import.meta.url));
const program = fileURLToPath(new URL('./smoke.fixture.mjs', import.meta.url));

/** A program on this machine, by the folders of PATH, whose version will do. */
async function find(name: string, fits: (version: string) => boolean): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name);
    if (!existsSync(path)) continue;
    const { stdout } = await run(path, ['--version']).catch(() => ({ stdout: '' }));
    if (fits(stdout.trim())) return path;
  }
  return undefined;
}

const anyVersion = (version: string) => /\d/.test(version);

const RUNTIMES = [
  { name: 'the Node of this project', path: process.execPath, args: [] },
  { name: 'Node 20 to 25', path: await find('node', (version) => /^v2[0-5]\./.test(version)), args: [] },
  { name: 'Bun', path: await find('bun', anyVersion), args: ['run'] },
  { name: 'Deno', path: await find('deno', anyVersion), args: ['run', '--allow-all', '--no-prompt'] },
];

const keys = { app: keyPair(), alipay: keyPair() };
const { app, alipay, root: alipayRoot } = certificates(keys);
let folder = '';

/** The package as it is published: built by tsc, all but its types. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'till-alipay-'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  const build = ['-p', join(root, 'packages/alipay/tsconfig.build.json'), '--outDir', folder, '--declaration', 'false'];
  await run(join(root, 'node_modules/.bin/tsc'), build);
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the built package', () => {
  for (const { name, path, args } of RUNTIMES) {
    // What is not installed here cannot be tried here.
    test.skipIf(path === undefined)(
      `signs, calls and verifies on ${name}${path === undefined ? ' (not on PATH)' : ''}`,
      async () => {
        const given = {
          folder,
          app: keys.app.pkcs8,
          alipayKey: keys.alipay.pkcs8,
          files: { appCert: app.pem, alipayCert: alipay.pem, alipayRootCert: alipayRoot.pem },
        };
        const env = { PATH: process.env.PATH, HOME: folder, SMOKE: JSON.stringify(given) };
        const { stdout } = await run(path ?? '', [...args, program], { env });
        expect(stdout).toBe('ok\n');
      },
    );
  }
});
