import { sign } from 'node:crypto';
import { keyPair } from '../keys/keys.fixture.ts';
import { Alipay, type AlipayOptions } from './index.ts';
import type { UncheckedCalls } from './unchecked-calls.ts';

export const app = keyPair();
export const alipay = keyPair();
export const APP_ID = '2021000000000001';

/** 2026-03-01 12:00:00 in Beijing. */
export const NOW = Date.UTC(2026, 2, 1, 4, 0, 0);

/** A client with fresh keys and a clock that stands still, for calls that are about anything but their fields. */
export function client(options: Partial<AlipayOptions> = {}): Alipay & UncheckedCalls {
  return new Alipay({
    appId: APP_ID,
    privateKey: app.pkcs8,
    alipayPublicKey: alipay.spki,
    clock: { now: () => NOW },
    ...options,
  } as AlipayOptions);
}

/** Signs as Alipay does. */
export function alipaySign(text: string | Uint8Array, algorithm = 'RSA-SHA256'): string {
  return sign(algorithm, typeof text === 'string' ? Buffer.from(text) : text, alipay.privateKey).toString('base64');
}

/** A gateway answer's text, signed. */
export function answer(method: string, node: Record<string, unknown>): string {
  const text = JSON.stringify(node).replaceAll('/', '\\/');
  return `{"${method.replaceAll('.', '_')}_response":${text},"sign":"${alipaySign(text)}"}`;
}
