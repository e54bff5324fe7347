import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type PackageFolder, packPackages, type Tarball } from '../../scripts/build-package/pack.ts';
import { ROOT } from '../house/sources.ts';
import { copyDependencies } from './dependencies.ts';

export const run = promisify(execFile);
const COMPILER = join(ROOT, 'node_modules/.bin/tsc');

/** An empty project with packages of ours installed in it, from the tarballs that would be published. */
export interface Project extends AsyncDisposable {
  readonly folder: string;
  readonly tarballs: readonly Tarball[];
  /** Writes a file of the project; its path. */
  write(name: string, text: string): Promise<string>;
}

/** Builds, packs and installs. Nothing is asked of any registry: what is not ours is copied from this repository. */
export async function createProject(packages: readonly PackageFolder[] = ['alipay']): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'till-package-'));
  const project = join(folder, 'project');
  await mkdir(project);
  await writeFile(join(project, 'package.json'), '{ "name": "shop", "private": true }\n');
  const [tarballs] = await Promise.all([packPackages(packages, folder), copyDependencies(packages, project)]);
  await npm(project, ['install', '--offline', '--no-audit', '--no-fund', ...tarballs.map(({ path }) => path)]);
  return {
    folder: project,
    tarballs,
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
export function npm(folder: string, args: readonly string[]) {
  const env = { ...process.env, npm_config_cache: join(folder, '.npm'), npm_config_workspaces: 'false' };
  return run('npm', [...args], { cwd: folder, env });
}

/** Gives a project Node's types, as every TypeScript project on Node has them. */
export async function addNodeTypes(project: Project): Promise<void> {
  const folder = join(project.folder, 'node_modules');
  await mkdir(join(folder, '@types'), { recursive: true });
  for (const name of ['@types/node', 'undici-types']) {
    await symlink(join(ROOT, 'node_modules', name), join(folder, name));
  }
}

/** What the compiler complains of in files of a project, one error each. */
export async function complaints(
  project: Project,
  config: string,
  options: object,
  files: readonly string[],
): Promise<string[]> {
  const compilerOptions = { target: 'es2022', strict: true, noEmit: true, types: ['node'], ...options };
  const path = await project.write(config, JSON.stringify({ compilerOptions, files }));
  const output = await run(COMPILER, ['-p', path, '--pretty', 'false'], { cwd: project.folder }).then(
    () => '',
    ({ stdout }) => stdout as string,
  );
  // What follows an error's first line is indented, and explains it.
  return output.split(/\r?\n(?!\s)/).filter((each) => each !== '');
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
