import { createPrivateKey, createPublicKey } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CommandError } from '../command.ts';
import { openDataDirectory } from './data-directory.ts';
import { loadDevState, saveDevState } from './dev-state.ts';
import { holdInstanceLock } from './instance-lock.ts';
import { devMasterKey } from './master-key.ts';

let path: string;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'till-state-'));
});
afterEach(() => rmSync(path, { recursive: true }));

describe('the data directory', () => {
  test('is made where it does not exist, closed to others', () => {
    const directory = openDataDirectory(join(path, 'a', 'b'));
    expect(statSync(directory.path).mode & 0o777).toBe(0o700);
  });

  test('that cannot be is refused, saying what to set instead', () => {
    writeFileSync(join(path, 'file'), '');
    expect(() => openDataDirectory(join(path, 'file'))).toThrow(CommandError);
    expect(() => openDataDirectory(join(path, 'file', 'data'))).toThrow('Set TILL_DATA_DIR');
  });

  test('is held by one at a time, and free again once let go', () => {
    const directory = openDataDirectory(path);
    const first = holdInstanceLock(directory);
    expect(() => holdInstanceLock(directory)).toThrow(`Another till dev is using ${path}`);
    first[Symbol.dispose]();
    holdInstanceLock(directory)[Symbol.dispose]();
  });

  test('the refusal names the running one, once that has told where it is', () => {
    const directory = openDataDirectory(path);
    using _ = holdInstanceLock(directory);
    writeFileSync(directory.devFile, '{"server":"http://127.0.0.1:3000","pid":42}');
    expect(() => holdInstanceLock(directory)).toThrow('Another till dev (http://127.0.0.1:3000, pid 42) is using');
  });
});

describe('what the next start must find again', () => {
  const stateFile = () => join(path, 'dev-state.json');

  test('is made once: a pair that belongs together, a password, for the owner only', async () => {
    const state = await loadDevState(stateFile());
    const derived = createPublicKey(createPrivateKey(state.appPrivateKey)).export({ type: 'spki', format: 'pem' });
    expect(derived).toBe(state.appPublicKey);
    expect(state.adminPassword.length).toBeGreaterThanOrEqual(16);
    expect(state.app).toBeUndefined();
    expect(await loadDevState(stateFile())).toEqual(state);
    expect(statSync(stateFile()).mode & 0o777).toBe(0o600);
  });

  test('is replaced whole, and leaves no draft behind', async () => {
    const state = await loadDevState(stateFile());
    const withApp = { ...state, app: { appId: '1', appCreatedAt: 1, apiKey: 'till_x' } };
    saveDevState(stateFile(), withApp);
    expect(await loadDevState(stateFile())).toEqual(withApp);
    expect(readdirSync(path)).toEqual(['dev-state.json']);
  });

  test.each([
    '',
    '{',
    'null',
    '[]',
    '{}',
    '{"adminPassword":""}',
    '{"adminPassword":1,"appPrivateKey":"a","appPublicKey":"b"}',
  ])('is refused when damaged (%s), and not overwritten', async (text) => {
    writeFileSync(stateFile(), text);
    await expect(loadDevState(stateFile())).rejects.toThrow('is damaged. Delete it');
    expect(readFileSync(stateFile(), 'utf8')).toBe(text);
  });
});

describe('the master key', () => {
  const file = () => join(path, 'master.key');

  test('is made once and kept for the owner only', () => {
    const key = devMasterKey(undefined, file());
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    expect(devMasterKey(' ', file())).toBe(key);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  test('comes from the environment where that has one, and then no file is made', () => {
    const key = Buffer.alloc(32, 1).toString('base64');
    expect(devMasterKey(key, file())).toBe(key);
    expect(readdirSync(path)).toEqual([]);
  });

  test('that is damaged is refused by its file’s name, and not replaced: orders were sealed under it', () => {
    writeFileSync(file(), 'damaged');
    chmodSync(file(), 0o600);
    expect(() => devMasterKey(undefined, file())).toThrow('master.key must hold 32 bytes in base64');
    expect(readFileSync(file(), 'utf8')).toBe('damaged');
  });
});
