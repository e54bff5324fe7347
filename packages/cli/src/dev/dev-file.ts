import { rmSync } from 'node:fs';
import { replacePrivateFile } from '../private-file.ts';

/** `dev.json`: what is running, for people, tests and tools. Written once everything accepts requests. */
export interface DevFile {
  readonly server: string;
  readonly sandbox: string;
  readonly appId: string;
  readonly alipayAppId: string;
  readonly apiKey: string;
  readonly adminUser: string;
  readonly adminPassword: string;
  readonly pid: number;
}

/** Writes the file in one step: a reader never sees half of it. */
export function writeDevFile(path: string, content: DevFile): void {
  replacePrivateFile(path, `${JSON.stringify(content, null, 2)}\n`);
}

/** Removes the file: nothing is running. Also the one that a killed process left behind. */
export function removeDevFile(path: string): void {
  rmSync(path, { force: true });
}
