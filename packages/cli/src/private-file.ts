import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

const OWNER_ONLY = 0o600;

/**
 * Writes a file that only its owner may read, all of it or nothing: readers see the old text or the new one,
 * also when the machine stops in between.
 */
export function replacePrivateFile(path: string, text: string): void {
  const draft = `${path}.${process.pid}.new`;
  try {
    writeDurably(draft, text, 'w');
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Writes a file that only its owner may read. Fails with `EEXIST` rather than overwrite one. */
export function createPrivateFile(path: string, text: string): void {
  writeDurably(path, text, 'wx');
}

function writeDurably(path: string, text: string, flag: 'w' | 'wx'): void {
  const file = openSync(path, flag, OWNER_ONLY);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
