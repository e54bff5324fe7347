import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildPackage } from './build-package.ts';
import { readManifest } from './manifest.ts';

const run = promisify(execFile);
const packages = fileURLToPath(new URL('../../packages', import.meta.url));

/** The folders of all packages, each after those it depends on. */
export const PACKAGES = ['alipay', 'sandbox', 'server', 'console', 'cli'] as const;
export type PackageFolder = (typeof PACKAGES)[number];

/** A tarball as npm describes it. */
export interface Tarball {
  readonly name: string;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly unpackedSize: number;
}

/**
 * Builds packages and packs them as they would be published. Nothing is written into the repository, so that it may be
 * done by several at once.
 * @param target the folder for the tarballs.
 */
export async function packPackages(folders: readonly PackageFolder[], target: string): Promise<Tarball[]> {
  const staging = await mkdtemp(join(tmpdir(), 'till-pack-'));
  try {
    await Promise.all(folders.map((folder) => stage(join(packages, folder), join(staging, folder))));
    return await pack(staging, folders, target);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Lays out what is published of a package. */
async function stage(source: string, target: string): Promise<void> {
  const { files } = await readManifest(source);
  await mkdir(target, { recursive: true });
  const always = (await readdir(source)).filter((name) => /^(package\.json|LICENSE|README.*\.md)$/.test(name));
  const others = files.filter((name) => name !== 'dist');
  for (const name of [...always, ...others]) await cp(join(source, name), join(target, name), { recursive: true });
  await buildPackage(source, join(target, 'dist'));
}

interface PackReport {
  readonly name: string;
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
}

async function pack(staging: string, folders: readonly string[], target: string): Promise<Tarball[]> {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', target];
  // npm's own cache would otherwise be written to in the home folder.
  const env = { ...process.env, npm_config_cache: join(staging, '.npm'), npm_config_workspaces: 'false' };
  const { stdout } = await run('npm', [...args, ...folders.map((folder) => `./${folder}`)], { cwd: staging, env });
  const reports: PackReport[] = Object.values(JSON.parse(stdout));
  return reports.map(({ name, filename, size, unpackedSize }) => ({
    ...{ name, path: join(target, filename) },
    ...{ size, unpackedSize },
  }));
}
