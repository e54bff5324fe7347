import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, readlink, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ROOT } from '../house/sources.ts';

interface Locked {
  readonly dependencies?: Readonly<Record<string, string>>;
  /** For a package of this repository: its folder. */
  readonly link?: boolean;
  readonly resolved?: string;
}

/**
 * Copies what our packages depend on from this repository into a project, so that npm finds it installed and asks no
 * registry for it.
 */
export async function copyDependencies(packages: readonly string[], project: string): Promise<void> {
  const places = await dependenciesOf(packages.map((name) => `packages/${name}`));
  const folders = new Set([...places].map((place) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(place)?.[0] ?? ''));
  await Promise.all(
    [...folders].map(async (folder) => {
      await mkdir(dirname(join(project, folder)), { recursive: true });
      await cp(join(ROOT, folder), join(project, folder), { recursive: true });
    }),
  );
  if (folders.size > 0) await linkPrograms(project);
}

/** All that some packages depend on, and that again, by its place in the lockfile; our own packages left out. */
async function dependenciesOf(packages: readonly string[]): Promise<Set<string>> {
  const lockfile = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8'));
  const locked: Readonly<Record<string, Locked>> = lockfile.packages;
  const found = new Set<string>();
  const waiting = [...packages];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    for (const name of Object.keys(locked[place]?.dependencies ?? {})) {
      const at = placeOf(name, place, locked);
      if (found.has(at) || locked[at]?.link === true) continue;
      found.add(at);
      waiting.push(at);
    }
  }
  return found;
}

/** Where Node finds a package from another one: in its own `node_modules`, or the nearest above it. */
function placeOf(name: string, from: string, locked: Readonly<Record<string, Locked>>): string {
  for (let above = from; above !== ''; above = above.slice(0, Math.max(0, above.lastIndexOf('/node_modules/')))) {
    const place = `${above}/node_modules/${name}`;
    if (place in locked) return place;
  }
  return `node_modules/${name}`;
}

/** A package whose programs are not linked counts as not installed. */
async function linkPrograms(project: string): Promise<void> {
  const programs = join(project, 'node_modules/.bin');
  await mkdir(programs, { recursive: true });
  for (const name of await readdir(join(ROOT, 'node_modules/.bin'))) {
    const program = await readlink(join(ROOT, 'node_modules/.bin', name));
    if (existsSync(join(programs, program))) await symlink(program, join(programs, name));
  }
}
