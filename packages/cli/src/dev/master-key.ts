import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readMasterKey } from '../environment.ts';
import { createPrivateFile } from '../private-file.ts';

/**
 * The key under which the server encrypts stored private keys: `TILL_MASTER_KEY`, else the one in the data directory,
 * made at the first start.
 * @throws {CommandError} when the text found is not a key.
 */
export function devMasterKey(fromEnvironment: string | undefined, file: string): string {
  if (fromEnvironment?.trim()) return readMasterKey('TILL_MASTER_KEY', fromEnvironment);
  if (!existsSync(file)) createPrivateFile(file, `${randomBytes(32).toString('base64')}\n`);
  return readMasterKey(file, readFileSync(file, 'utf8'));
}
