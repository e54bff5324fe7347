import { generateKeyPair, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { CommandError } from '../command.ts';
import { replacePrivateFile } from '../private-file.ts';

/**
 * What `till dev` must find again at its next start and neither database gives back: the server hashes passwords and
 * API keys and never shows a private key. It is good for the sandbox on this machine and nothing else.
 */
export interface DevState {
  readonly adminPassword: string;
  /** The ready-made app's own key pair, PEM. */
  readonly appPrivateKey: string;
  readonly appPublicKey: string;
  /** The app as the server knows it, and its API key there; absent until the server has given them. */
  readonly app?: DevApp;
}

/** The ready-made app at the server. */
export interface DevApp {
  readonly appId: string;
  /** Epoch milliseconds; tells the app from one of the same number in another database. */
  readonly appCreatedAt: number;
  readonly apiKey: string;
}

/** Reads the state, or makes it at the first start. @throws {CommandError} when the file holds something else. */
export async function loadDevState(file: string): Promise<DevState> {
  const text = readIfPresent(file);
  if (text !== undefined) return parseDevState(file, text);
  const state = await newDevState();
  saveDevState(file, state);
  return state;
}

/** Keeps the state, whole or not at all. */
export function saveDevState(file: string, state: DevState): void {
  replacePrivateFile(file, `${JSON.stringify(state, null, 2)}\n`);
}

async function newDevState(): Promise<DevState> {
  const pair = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return {
    adminPassword: randomBytes(12).toString('base64url'),
    appPrivateKey: pair.privateKey,
    appPublicKey: pair.publicKey,
  };
}

function readIfPresent(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseDevState(file: string, text: string): DevState {
  const found = parseObject(text);
  const { adminPassword, appPrivateKey, appPublicKey, app } = found;
  if (!isText(adminPassword) || !isText(appPrivateKey) || !isText(appPublicKey)) {
    throw new CommandError({
      en: `${file} is damaged. Delete it and start again: orders stay, the API key and the password become new ones.`,
      zh: `${file} 已损坏。请删除它后重新启动：订单会保留，API 密钥和密码会重新生成。`,
    });
  }
  return { adminPassword, appPrivateKey, appPublicKey, ...(isDevApp(app) ? { app } : {}) };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isDevApp(value: unknown): value is DevApp {
  if (typeof value !== 'object' || value === null) return false;
  const { appId, appCreatedAt, apiKey } = value as Partial<Record<keyof DevApp, unknown>>;
  return isText(appId) && isText(apiKey) && typeof appCreatedAt === 'number';
}
