import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildPackage } from '../../scripts/build-package/build-package.ts';

export const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
export const COMPILER = join(root, 'node_modules/.bin/tsc');

/** An empty project with the SDK installed in it, from the tarball that would be published. */
export interface Project extends AsyncDisposable {
  readonly folder: string;
  readonly tarball: string;
  /** Writes a file of the project; its path. */
  write(name: string, text: string): Promise<string>;
}

/** Builds, packs and installs. Nothing is asked of any registry: the SDK has no dependencies. */
export async function createProject(): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'till-package-'));
  const staged = join(folder, 'staged');
  const project = join(folder, 'project');
  await mkdir(staged);
  await mkdir(project);
  const source = join(root, 'packages/alipay');
  for (const name of ['package.json', 'README.md']) await cp(join(source, name), join(staged, name));
  await buildPackage(source, join(staged, 'dist'));
  const { stdout } = await npm(staged, ['pack', '--silent', '--pack-destination', folder]);
  const tarball = join(folder, stdout.trim());
  await writeFile(join(project, 'package.json'), '{ "name": "shop", "private": true }\n');
  await npm(project, ['install', '--offline', '--no-audit', '--no-fund', tarball]);
  return {
    folder: project,
    tarball,
    async write(name, text) {
      const path = join(project, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
      return path;
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** npm itself runs on whatever Node it finds: the one that runs the tests. */
function npm(folder: string, args: readonly string[]) {
  const env = { ...process.env, npm_config_cache: join(folder, '.npm'), npm_config_workspaces: 'false' };
  return run('npm', [...args], { cwd: folder, env });
}

/** Gives a project Node's types, as every TypeScript project on Node has them. */
export async function addNodeTypes(project: Project): Promise<void> {
  const folder = join(project.folder, 'node_modules');
  await mkdir(join(folder, '@types'), { recursive: true });
  for (const name of ['@types/node', 'undici-types']) {
    await symlink(join(root, 'node_modules', name), join(folder, name));
  }
}

/** A runtime that this machine may have. */
export interface Runtime {
  readonly name: string;
  /** Undefined if it is not on the PATH. */
  readonly path: string | undefined;
  /** Arguments before the program's name. */
  readonly args: readonly string[];
}

export const NODES: readonly Runtime[] = [
  { name: 'the Node of this project', path: process.execPath, args: [] },
  { name: 'Node 20 to 25', path: await find('node', (version) => /^v2[0-5]\./.test(version)), args: [] },
];

export const OTHERS: readonly Runtime[] = [
  { name: 'Bun', path: await find('bun', (version) => /\d/.test(version)), args: ['run'] },
  {
    name: 'Deno',
    path: await find('deno', (version) => /\d/.test(version)),
    args: ['run', '--allow-all', '--no-prompt', '--node-modules-dir=manual'],
  },
];

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

/** A test's name, with the reason if it cannot be run here. */
export function titled(title: string, { name, path }: Runtime): string {
  return `${title} on ${name}${path === undefined ? ' (not on PATH)' : ''}`;
}
