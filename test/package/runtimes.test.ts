import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { certificates } from '../../packages/alipay/src/certificate/certificate.fixture.ts';
import { keyPair } from '../../packages/alipay/src/keys/keys.fixture.ts';
import { createProject, NODES, OTHERS, type Project, run, titled } from './project.ts';

let project: Project;
beforeAll(async () => {
  project = await createProject();
}, 120_000);
afterAll(() => project[Symbol.asyncDispose]());

describe('the installed package', () => {
  const keys = { app: keyPair(), alipay: keyPair() };
  const { app, alipay, root } = certificates(keys);
  const files = { appCert: app.pem, alipayCert: alipay.pem, alipayRootCert: root.pem };
  const given = JSON.stringify({ app: keys.app.pkcs8, alipayKey: keys.alipay.pkcs8, files });

  test.for([...NODES, ...OTHERS].map((runtime) => [titled('signs, calls and verifies', runtime), runtime] as const))(
    '%s',
    async ([, { path, args }], { skip }) => {
      // What is not installed here cannot be tried here.
      if (path === undefined) return skip();
      const program = await project.write('smoke.mjs', await readFile(new URL('smoke.mjs', import.meta.url), 'utf8'));
      const env = { PATH: process.env.PATH, HOME: project.folder, SMOKE: given };
      const { stdout } = await run(path, [...args, program], { env });
      expect(stdout).toBe('ok\n');
    },
  );
});
