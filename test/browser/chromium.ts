import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Browser, chromium } from 'playwright-core';

/** How long a test file may have to wait for its browser: an installation takes minutes on a slow line. */
export const BROWSER_TIMEOUT_MS = 600_000;

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** Chromium on a bare machine: no GPU, no sandbox for root, and not a word to the outside. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts a real Chromium: the one in `TILL_TEST_CHROMIUM`, the machine's, or Debian's, installed if need be. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium() ?? installChromium(), args: FLAGS });
}

/** @throws when `TILL_TEST_CHROMIUM` names no program: a mistake there must not be covered up by another browser. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const chosen = env.TILL_TEST_CHROMIUM;
  if (chosen) {
    if (isProgram(chosen)) return chosen;
    throw new Error(`TILL_TEST_CHROMIUM=${chosen} is not a program. Give the path of Chromium or Chrome, or unset it.`);
  }
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

/** Installs Debian's Chromium. Test files run side by side, so whoever comes second waits and finds it there. */
function installChromium(): string {
  using turn = new DatabaseSync(join(tmpdir(), 'till-chromium.lock'), { timeout: BROWSER_TIMEOUT_MS });
  turn.exec('BEGIN EXCLUSIVE');
  const already = findChromium();
  if (already !== undefined) return already;
  if (process.getuid?.() !== 0) throw new Error(missing('and only root can install it'));
  process.stderr.write('No Chromium here: installing Debian’s for the browser tests (apt-get install chromium) ...\n');
  for (const args of [['update'], ['install', '--yes', '--no-install-recommends', 'chromium']]) {
    const { status, error } = spawnSync('apt-get', args, {
      stdio: ['ignore', process.stderr, process.stderr],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (status !== 0) throw new Error(missing(`and "apt-get ${args.join(' ')}" failed`), { cause: error });
  }
  const installed = findChromium();
  if (installed === undefined) throw new Error(missing('even after installing it'));
  return installed;
}

function missing(why: string): string {
  return `The browser tests need Chromium; there is none on PATH (${NAMES.join(', ')}) ${why}. Install it (Debian: apt-get install chromium), or set TILL_TEST_CHROMIUM to a Chromium or Chrome.`;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
