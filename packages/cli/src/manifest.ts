import { readFileSync } from 'node:fs';

interface Manifest {
  readonly version: string;
  readonly engines: { readonly node: string };
}

function readManifest(): Manifest {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as Manifest;
}

/** The version of `till`, as its package says. */
export function tillVersion(): string {
  return readManifest().version;
}

/** The oldest major version of Node that `till` runs on, as its package says (`>=24`). */
export function oldestNode(): number {
  return Number(/\d+/.exec(readManifest().engines.node)?.[0]);
}
